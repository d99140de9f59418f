"""Trains, evaluates and exports small models of the OpenELM architecture."""
