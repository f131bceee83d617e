"""Kernels that are fresh processes, forked from a warm parent that has imported the libraries once.

Behind papermill's own interface: ``papermill.execute_notebook(..., kernel_manager_class=warm.manager_class)``.
"""

from hotline_analysis.batch.engine.imports import imported_by
from hotline_analysis.batch.engine.preload import PRELOAD
from hotline_analysis.batch.engine.warm import WarmKernels, kernels_at

__all__ = ["PRELOAD", "WarmKernels", "imported_by", "kernels_at"]
