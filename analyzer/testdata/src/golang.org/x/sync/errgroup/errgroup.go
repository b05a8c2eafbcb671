// Package errgroup has the names of golang.org/x/sync/errgroup.
package errgroup

type Group struct{ err error }

func (g *Group) Go(f func() error) { g.err = f() }

func (g *Group) Wait() error { return g.err }
