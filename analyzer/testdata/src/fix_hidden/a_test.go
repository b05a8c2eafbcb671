package fix_hidden

// This one is taken in the tests only.
var atomicfile2 = 2
