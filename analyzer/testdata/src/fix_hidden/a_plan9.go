package fix_hidden

// The name is taken on one system only.
func atomicfile() {}
