"""Stories of exemplary people and collectives: read, checked, counted and written as a site."""

from .problem import FaultError, Problem, ProblemsError
from .publishing import publish
from .site import Page, Settings, Site

__all__ = ["FaultError", "Page", "Problem", "ProblemsError", "Settings", "Site", "publish"]
