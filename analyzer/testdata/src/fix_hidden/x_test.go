package fix_hidden_test

// Another package has the names for itself.
var atomicfile3 = 3
