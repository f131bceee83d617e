"""How a jurisdiction prints numbers: decimals, trailing zeros, what stands for a missing figure."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from hotline_analysis.documents import Strict
from hotline_analysis.exact import Rounding, printed, rounded

Zeros = Literal["keep", "drop", "drop_if_whole"]


class NumberFormats(Strict):
    """Number formats of a jurisdiction.

    ``keep`` prints 96.00 and 98.80; ``drop`` prints 96 and 98.8; ``drop_if_whole`` prints 96 and 98.80.
    ``missing`` stands where there is no denominator or no figure.
    """

    rates: Zeros = "keep"
    rates_of: dict[str, Zeros] = {}
    scores: Zeros = "drop"
    share_decimals: int = 2
    shares: Zeros = "keep"
    missing: Literal["-", "—", "", "0"] = "-"

    def rate(self, key: str, value: Fraction | None, decimals: int, mode: Rounding = "half_up") -> str:
        """Print a rate without its sign."""
        return self._print(value, decimals, mode, self.rates_of.get(key, self.rates))

    def share(self, value: Fraction | None, decimals: int | None = None) -> str:
        """Print a share without its sign."""
        return self._print(value, self.share_decimals if decimals is None else decimals, "half_up", self.shares)

    def score(self, value: Fraction | None, decimals: int) -> str:
        """Print marks."""
        return self._print(value, decimals, "half_up", self.scores)

    def count(self, value: Fraction | None) -> str:
        """Print a count."""
        return self._print(value, 0, "half_up", "drop")

    def _print(self, value: Fraction | None, decimals: int, mode: Rounding, zeros: Zeros) -> str:
        if value is None:
            return self.missing
        digits: Decimal = rounded(value, decimals, mode)
        whole = digits == digits.to_integral_value()
        return printed(digits, trim=zeros == "drop" or (zeros == "drop_if_whole" and whole))
