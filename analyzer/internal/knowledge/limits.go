package knowledge

// How far the analyzer looks. Each bound says what it takes for the answer
// beyond it; none of them is taken for a proof.

// MaxBlocks bounds how many blocks of a function are visited to follow its
// ways. A function with more ways is not rewritten, and nothing is said of the
// files in it that a call publishes.
const MaxBlocks = 10000

// MaxDepth bounds how many values, one set to the next, are followed to tell
// what a path names. What lies beyond is unknown.
const MaxDepth = 12

// MaxFrames bounds how deep calls within the package are followed with the
// arguments of the very call, to tell what a path names that they return. What
// deeper ones return is unknown.
const MaxFrames = 4

// MaxOperators bounds how deep the operands of two expressions are compared.
// Beyond it they do not spell the same path.
const MaxOperators = 8

// MaxAliases bounds how many variables, each set once to the next, stand for
// one expression. The last one then stands for itself.
const MaxAliases = 4

// MaxExtensions bounds how often something may be added to a path for the
// result to be known as an extension of it.
const MaxExtensions = 4

// MaxCallers bounds how many functions up, each called by the next, a lock is
// looked for. Beyond it there is none.
const MaxCallers = 5
