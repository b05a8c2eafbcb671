// Package stage is the main part of the programs in which fixfuzz runs
// functions, before and after the fixes, through all scenarios.
package stage
