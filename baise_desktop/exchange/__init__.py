"""Stage 3, how it travels: container, manifest, trust, seal, unseal, merge."""
