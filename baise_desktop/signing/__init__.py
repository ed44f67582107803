"""Keys, certificates and CMS signatures: who says so, and can it be trusted."""
