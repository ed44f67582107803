"""How units and the city come to know each other, and what changes of that later."""
