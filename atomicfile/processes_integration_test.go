//go:build unix && integration

package atomicfile_test

import (
	"testing"
	"time"
)

func TestProcessesLong(t *testing.T) { testProcesses(t, 20*time.Second, 500) }
