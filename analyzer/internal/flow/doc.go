// Package flow answers, for one package, where values come from and where
// they go: what a variable, field or parameter may hold (Flow), where it is
// used (Walker), which function a call runs, and what stands where in the
// syntax around it. Package control, which this one makes the graphs for, tells
// how a function runs and ends.
//
// Of the analyzer it imports packages facts, knowledge and control.
package flow
