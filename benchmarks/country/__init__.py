"""The parts of the invented country: facts, draws of people, requests."""
