"""muqabala (مقابلة, collation): an Arabic–English translation and alignment workbench."""

__version__ = "0.1.0"
