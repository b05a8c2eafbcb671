package atomicfile

// Unnamed has the temporary made without a name at first, as on btrfs, on any
// file system that can do that.
func Unnamed() Option { return func(o *options) { o.unnamed = true } }
