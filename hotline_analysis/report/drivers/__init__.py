"""A report on what goes with satisfied citizens: what ``notebooks/drivers.ipynb`` shows."""

from hotline_analysis.report.drivers.page import DriversPage, open_drivers

__all__ = ["DriversPage", "open_drivers"]
