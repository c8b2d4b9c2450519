"""Pages as a real browser draws them, in a process of their own, whose only way out is a proxy of ours."""
