"""Planning for coalitions that act without a treaty, where every pledge is "yes, if"."""

from typing import TYPE_CHECKING

__version__ = "0.1.0"
__all__ = ["PlanError", "Study", "__version__", "open_plan"]

if TYPE_CHECKING:
    from willing.app.open import open_plan
    from willing.app.study import Study
    from willing.model.problem import PlanError


def __getattr__(name: str) -> object:
    """The public names, imported when first asked for: ``willing --version`` needs none of them."""
    if name == "PlanError":
        from willing.model.problem import PlanError

        return PlanError
    if name in ("Study", "open_plan"):
        from willing import notebook
        from willing.app import open as opening
        from willing.app import study

        notebook.teach(study.Study)
        return study.Study if name == "Study" else opening.open_plan
    raise AttributeError(name)
