import numpy as np
import pandas as pd

from hotline_analysis.statistics.drivers.claims import holm, with_claims


def test_holm_as_statsmodels_has_it():
    from statsmodels.stats.multitest import multipletests

    p = np.random.default_rng(1).random(20) ** 3
    assert np.allclose(holm(p), multipletests(p, method="holm")[1])
    with_gap = np.array([0.01, np.nan, 0.02])
    assert np.allclose(holm(with_gap), [0.02, np.nan, 0.02], equal_nan=True)


def test_only_what_stands_is_claimed():
    effects = pd.DataFrame(
        {
            "low": [1.0, 0.1, -1.0, 1.0],
            "high": [2.0, 2.0, 1.0, 2.0],
            "p": [0.001, 0.04, 0.9, 0.001],
            "df": [50.0, 50.0, 50.0, 3.0],
        }
    )
    # the second leaves out zero but falls to Holm; the fourth has too few degrees of freedom
    assert with_claims(effects)["claimed"].tolist() == [True, False, False, False]
