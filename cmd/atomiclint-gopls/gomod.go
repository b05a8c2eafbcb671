package main

import (
	"context"
	"fmt"
)

// A goMod is what "go mod edit -json" tells of a go.mod file.
type goMod struct {
	Module  struct{ Path string }
	Go      string
	Require []struct{ Path, Version string }
}

// readGoMod returns the contents of a go.mod file.
func readGoMod(ctx context.Context, g goCommand, file string) (*goMod, error) {
	mod := new(goMod)
	if err := g.decode(ctx, mod, "mod", "edit", "-json", file); err != nil {
		return nil, err
	}
	return mod, nil
}

// editGoMod makes the module in the directory of g, a gopls, require own. It
// holds all other modules at the versions that this gopls requires, though own
// may require newer ones: gopls uses internal packages of golang.org/x/tools,
// so that each version of it compiles with one version of those only.
func editGoMod(ctx context.Context, g goCommand, own origin) error {
	mod, err := readGoMod(ctx, g, "go.mod")
	if err != nil {
		return err
	}
	args := append([]string{"mod", "edit"}, own.edits()...)
	for _, r := range mod.Require {
		args = append(args, fmt.Sprintf("-replace=%s=%[1]s@%s", r.Path, r.Version))
	}
	_, err = g.output(ctx, args...)
	return err
}
