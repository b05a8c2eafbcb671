package atomicfile

import "runtime"

// A calls is the stack of calls at some moment, innermost first.
type calls []uintptr

// callStack returns the whole stack, however deep it is: a panic may be far
// below the function that asks.
func callStack() calls {
	var few [128]uintptr
	pcs := few[:]
	for {
		n := runtime.Callers(3, pcs)
		if n < len(pcs) {
			return append(calls(nil), pcs[:n]...)
		}
		pcs = make([]uintptr, 4*len(pcs))
	}
}

// unwinding reports whether a panic or runtime.Goexit is being carried out on
// the stack that was not when it was born. Deferred functions are called by the
// function that deferred them, or else by runtime.gopanic or runtime.Goexit.
//
// Recover would tell a panic as well, at the price of a second one and its
// confusing trace; it tells nothing of Goexit, nor of a panic that began
// before the File was created, which is none of its business: a deferred
// function that saves the state of a dying program must succeed. Such a panic
// is among the outermost calls, which both stacks have.
func (c calls) unwinding(born calls) bool {
	for len(c) > 0 && len(born) > 0 && c[len(c)-1] == born[len(born)-1] {
		c, born = c[:len(c)-1], born[:len(born)-1]
	}
	for frames := runtime.CallersFrames(c); ; {
		frame, more := frames.Next()
		if frame.Function == "runtime.gopanic" || frame.Function == "runtime.Goexit" {
			return true
		}
		if !more {
			return false
		}
	}
}
