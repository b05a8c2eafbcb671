package main

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// A neighbour writes to another file of the file system, and syncs it, at
// random moments. Without one, a file system would keep what a writer forgets
// to sync in memory for longer than a recording lasts, and the order in which
// it writes things would not show.
type neighbour struct {
	turns chan struct{}
	ended chan error
}

// turnsPerRound bounds how often the neighbour syncs in one round. On a slow
// machine it would otherwise do so before any state can be lost.
const turnsPerRound = 5

// startNeighbour starts one, for the first round.
func startNeighbour(seed uint64) *neighbour {
	n := &neighbour{make(chan struct{}, turnsPerRound), make(chan error, 1)}
	n.nextRound()
	go func() { n.ended <- n.run(rand.New(rand.NewPCG(seed, 2))) }()
	return n
}

// nextRound gives it new turns.
func (n *neighbour) nextRound() {
	for range turnsPerRound {
		select {
		case n.turns <- struct{}{}:
		default:
			return
		}
	}
}

// stop ends it.
func (n *neighbour) stop() error {
	close(n.turns)
	return <-n.ended
}

// run syncs now its file, now the whole file system.
func (n *neighbour) run(random *rand.Rand) error {
	f, err := os.Create(filepath.Join(mountPoint, "neighbour"))
	if err != nil {
		return err
	}
	defer f.Close()
	for range n.turns {
		time.Sleep(time.Duration(random.IntN(8_000)) * time.Microsecond)
		if _, err := f.WriteString("the neighbour was here\n"); err != nil {
			return err
		}
		if random.IntN(3) > 0 {
			err = f.Sync()
		} else {
			err = unix.Syncfs(int(f.Fd()))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
