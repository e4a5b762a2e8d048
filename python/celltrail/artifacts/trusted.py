"""Types that are loaded without the user's word: parts of scikit-learn, NumPy and SciPy, looked at one by one.

skops trusts the estimators themselves, and leaves out what these hold. Each name here is a holder of numbers or
a pure function of numbers, so loading it runs no code that a file could choose. Whole packages are never trusted:
one of their functions may open files. What remains is memory: the compiled ones (trees, neighbours) take their
arrays as they come, so a crafted file can crash the process that predicts with it.
docs/decisions/0036-types-that-are-trusted.md weighs that.
"""

from __future__ import annotations

_HOLDERS = {
    "numpy": ("dtype",),
    "scipy.interpolate._bsplines": ("BSpline",),
    "scipy.sparse._csr": ("csr_array", "csr_matrix"),
    "sklearn._loss.loss": ("HalfTweedieLossIdentity",),
    "sklearn.calibration": ("_CalibratedClassifier", "_SigmoidCalibration"),
    "sklearn.cluster._bisect_k_means": ("_BisectingTree",),
    "sklearn.ensemble._hist_gradient_boosting.predictor": ("TreePredictor",),
    "sklearn.gaussian_process._gpc": ("_BinaryGaussianProcessClassifierLaplace",),
    "sklearn.gaussian_process.kernels": (
        "CompoundKernel",
        "ConstantKernel",
        "DotProduct",
        "Exponentiation",
        "ExpSineSquared",
        "Matern",
        "Product",
        "RBF",
        "RationalQuadratic",
        "Sum",
        "WhiteKernel",
    ),
    "sklearn.metrics._dist_metrics": ("EuclideanDistance64", "ManhattanDistance64", "MinkowskiDistance64"),
    "sklearn.neighbors._ball_tree": ("BallTree",),
    "sklearn.neighbors._kd_tree": ("KDTree",),
    "sklearn.neural_network._stochastic_optimizers": ("AdamOptimizer", "SGDOptimizer"),
    "sklearn.tree._tree": ("Tree",),
}
_FUNCTIONS = {
    "numpy": ("mean", "log", "log1p", "exp", "expm1", "sqrt", "square"),
    "scipy._lib.array_api_compat.numpy._aliases": ("asarray",),
    "sklearn.cluster._kmeans": ("_kmeans_single_elkan", "_kmeans_single_lloyd"),
    "sklearn.feature_selection._mutual_info": ("mutual_info_classif", "mutual_info_regression"),
    "sklearn.feature_selection._univariate_selection": ("chi2", "f_classif", "f_regression", "r_regression"),
}

TRUSTED = frozenset(
    f"{module}.{name}" for table in (_HOLDERS, _FUNCTIONS) for module, names in table.items() for name in names
)
