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

// unwinding counts the panics and the runtime.Goexit that are being carried
// out on the stack. Deferred functions are called by the function that
// deferred them, or else by runtime.gopanic or runtime.Goexit.
//
// Recover would tell a panic as well, at the price of a second one and its
// confusing trace; it tells nothing of Goexit, nor of a panic that began
// before the File was created, which is none of its business: a deferred
// function that saves the state of a dying program must succeed.
func (c calls) unwinding() int {
	count := 0
	for frames := runtime.CallersFrames(c); ; {
		frame, more := frames.Next()
		if frame.Function == "runtime.gopanic" || frame.Function == "runtime.Goexit" {
			count++
		}
		if !more {
			return count
		}
	}
}
