package vice

import "sync"

// counts has a number for each key. The zero counts has all zeros.
type counts struct {
	mu sync.Mutex
	n  map[string]int
}

// add adds to the number of a key, and returns it.
func (c *counts) add(key string, n int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.n == nil {
		c.n = make(map[string]int)
	}
	c.n[key] += n
	return c.n[key]
}

// take subtracts one, and reports whether there was one.
func (c *counts) take(key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.n[key] <= 0 {
		return false
	}
	c.n[key]--
	return true
}

func (c *counts) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.n)
}
