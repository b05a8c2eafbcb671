package helped

import "testing"

type (
	tester = testing.TB
	bench  = testing.B
)
