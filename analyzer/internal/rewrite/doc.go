// Package rewrite makes the suggested fixes: for a write in place, for a
// hand-made rename, and for a file that is not published. A fix is a plan first:
// edits of the text, and what they mean for the function. The proof applies the
// plan to the model of control and follows every way through the function. What
// it cannot show is not offered; the reason names the line that is in the way.
//
// Of the analyzer it imports packages knowledge, control, flow, trace, rename
// and pending.
package rewrite
