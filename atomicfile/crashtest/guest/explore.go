package main

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"

	"github.com/atomiclint/atomiclint/atomicfile/crashtest/blocklog"
	"github.com/atomiclint/atomiclint/atomicfile/crashtest/lab"
	"github.com/atomiclint/atomiclint/atomicfile/crashtest/workload"
)

// explore tries the states in which a crash may have left the disk.
func (b *bench) explore(h *workload.History, r *lab.Report) error {
	log, err := blocklog.Read(b.log)
	if err != nil {
		return err
	}
	for i := range log.Entries {
		switch e := &log.Entries[i]; {
		case e.Flushes():
			r.Flushes++
		case e.Writes():
			r.Writes++
		}
	}
	r.Commits = log.Committed(len(log.Entries))
	if r.Commits != h.Run.Spec.Rounds || r.Writes == 0 || r.Flushes == 0 {
		return fmt.Errorf("the log has %d writes, %d flushes and %d of %d rounds", r.Writes, r.Flushes, r.Commits, h.Run.Spec.Rounds)
	}
	done := 0
	for _, state := range choose(log, &r.Trial) {
		for ; done < state.Base; done++ {
			if _, err := b.write(log, done); err != nil {
				return err
			}
		}
		found, err := b.try(h, log, state)
		if err != nil {
			return err
		}
		r.Add(h.Run.Writer(), found, state.String)
	}
	return nil
}

// choose returns the states to be tried, in order. Those of a crash just after
// the writer has returned are always among them: then most is demanded.
func choose(log *blocklog.Log, trial *lab.Trial) []blocklog.State {
	states := slices.Collect(log.States(trial.Subsets, trial.Spec.Seed))
	if trial.States == 0 {
		return states
	}
	random := rand.New(rand.NewPCG(trial.Spec.Seed, 1))
	order := random.Perm(len(states))
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(demand(log, states[j]), demand(log, states[i])) })
	var chosen []blocklog.State
	order = order[:min(len(order), trial.States)]
	slices.Sort(order)
	for _, i := range order {
		chosen = append(chosen, states[i])
	}
	return chosen
}

// demand is 1 for a state just after the writer has returned, and 0 for others.
func demand(log *blocklog.Log, state blocklog.State) int {
	if state.Cut > 0 && log.Entries[state.Cut-1].IsMark() {
		return 1
	}
	return 0
}

// An undo has what was on the disk before a write.
type undo struct {
	off  int64
	data []byte
}

// write makes one write of the log, and returns what undoes it.
func (b *bench) write(log *blocklog.Log, n int) (undo, error) {
	e := &log.Entries[n]
	if !e.Writes() {
		return undo{}, nil
	}
	data, err := log.Data(e)
	if err != nil {
		return undo{}, err
	}
	old := undo{e.Offset, make([]byte, len(data))}
	if _, err := b.base.ReadAt(old.data, e.Offset); err != nil {
		return undo{}, err
	}
	_, err = b.base.WriteAt(data, e.Offset)
	return old, err
}

// try makes a state, looks at it, and takes it back.
func (b *bench) try(h *workload.History, log *blocklog.Log, state blocklog.State) (found []workload.Violation, err error) {
	var undos []undo
	for _, n := range state.Kept {
		u, err := b.write(log, n)
		if err != nil {
			return nil, err
		}
		undos = append(undos, u)
	}
	found, err = b.judge(h, log.Committed(state.Cut))
	for i := len(undos) - 1; i >= 0; i-- {
		if _, werr := b.base.WriteAt(undos[i].data, undos[i].off); err == nil {
			err = werr
		}
	}
	return found, err
}

// judge mounts the disk as it is and looks at the files. What the mount and
// the next writer change goes to a snapshot, and is forgotten.
func (b *bench) judge(h *workload.History, committed int) (found []workload.Violation, err error) {
	if err := b.changes.clear(); err != nil {
		return nil, err
	}
	m, err := newMapper("crashed", "snapshot", b.base.Device+" "+b.changes.Device+" N 8", b.base.Size)
	if err != nil {
		return nil, err
	}
	defer func() {
		if rerr := m.remove(); err == nil {
			err = rerr
		}
	}()
	if err := b.mount(m.Path); err != nil {
		return []workload.Violation{{Kind: workload.Torn, Detail: fmt.Sprintf("the file system cannot be mounted: %v", err)}}, nil
	}
	found = h.Check(os.DirFS(workDir), committed)
	if h.Run.Writer().Promise.Tidy && h.Strays > 0 && len(found) == 0 {
		found = h.CheckNext(workDir, committed)
	}
	return found, unmount()
}
