"""Questions that deserve a guide: the editors’ desk says which, and makes a draft of one."""
