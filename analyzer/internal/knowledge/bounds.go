package knowledge

// MaxBlocks bounds how many blocks of a function are visited to prove a
// rewrite. A function with more ways is not rewritten.
const MaxBlocks = 10000

// MaxDepth bounds how many values, one set to the next, are followed to tell
// what a path names. What lies beyond is unknown.
const MaxDepth = 12
