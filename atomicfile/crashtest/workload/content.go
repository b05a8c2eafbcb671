package workload

import (
	"encoding/binary"
	"hash/fnv"
	"math/rand/v2"
)

// A Version is the content that one round gives one destination. Round 0 is
// what was there before.
type Version struct {
	Seed  uint64
	Name  string // of the destination
	Round int
	Size  int // bytes
}

// Bytes returns the content: random bytes, so that no part of one version is
// like another part, or like that of another version.
func (v Version) Bytes() []byte {
	b := make([]byte, v.Size)
	v.source().Read(b)
	return b
}

func (v Version) source() *rand.ChaCha8 {
	h := fnv.New64a()
	h.Write([]byte(v.Name))
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], v.Seed)
	binary.LittleEndian.PutUint64(key[8:], uint64(v.Round))
	binary.LittleEndian.PutUint64(key[16:], h.Sum64())
	return rand.NewChaCha8(key)
}

// A SizeRange has the sizes that a scenario's files have, in bytes. Every size
// is at least 1, because an empty file could not be told from a broken one.
type SizeRange struct{ Min, Max int }

// of returns the size of one version.
func (r SizeRange) of(seed uint64, name string, round int) int {
	if r.Max <= r.Min {
		return r.Min
	}
	h := fnv.New64a()
	h.Write([]byte(name))
	rnd := rand.New(rand.NewPCG(seed^h.Sum64(), uint64(round)))
	return r.Min + rnd.IntN(r.Max-r.Min+1)
}
