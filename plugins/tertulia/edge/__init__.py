"""The only disk, network and worker processes of the package."""
