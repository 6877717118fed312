"""Planning for coalitions that act without a treaty, where every pledge is "yes, if"."""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["PlanError", "Study", "__version__", "open_plan"]

if TYPE_CHECKING:
    from willing.app.study import Study, open_plan
    from willing.model.problem import PlanError


def __getattr__(name: str) -> Any:
    """The public names, imported when first asked for: ``willing --version`` needs none of them."""
    if name == "PlanError":
        from willing.model.problem import PlanError

        return PlanError
    if name in ("Study", "open_plan"):
        from willing import notebook
        from willing.app import study

        notebook.teach(study.Study)
        return getattr(study, name)
    raise AttributeError(name)
