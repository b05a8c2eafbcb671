package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"

	"github.com/atomiclint/atomiclint/atomicfile/crashtest/blocklog"
	"github.com/atomiclint/atomiclint/atomicfile/crashtest/workload"
)

// record plays a run, and logs every block that the file system writes.
func (b *bench) record(h *workload.History) (err error) {
	if err := b.log.clear(); err != nil {
		return err
	}
	m, err := newMapper("record", "log-writes", b.disk.Device+" "+b.log.Device, b.disk.Size)
	if err != nil {
		return err
	}
	err = b.mount(m.Path)
	if err == nil {
		n := startNeighbour(h.Run.Spec.Seed)
		err = errors.Join(play(h, m, n), n.stop())
		if uerr := unmount(); err == nil {
			err = uerr
		}
	}
	return errors.Join(err, m.remove())
}

// play runs the writer in a process of its own, and sets a mark in the log
// when a round has returned.
func play(h *workload.History, m *mapper, n *neighbour) (err error) {
	if h.Run.Scenario().Pinned {
		if err := pin(); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, unpin()) }()
	}
	spec, err := json.Marshal(h.Run.Spec)
	if err != nil {
		return err
	}
	cmd := exec.Command("/init", "play", string(spec), workDir)
	h.Rounds, err = workload.Drive(cmd, func(r workload.Round) error {
		defer n.nextRound()
		return m.message(fmt.Sprintf("mark %s%d", blocklog.RoundMark, r.Round)) // one word: dm splits at spaces
	})
	return err
}
