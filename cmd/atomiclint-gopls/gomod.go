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

// toolsPath is the module whose internal packages gopls uses, so that each
// version of gopls compiles with one version of it only.
const toolsPath = "golang.org/x/tools"

// editGoMod makes the module in the directory of g, a gopls, require own. It
// holds golang.org/x/tools at the version that this gopls requires, though own
// may require a newer one.
func editGoMod(ctx context.Context, g goCommand, own origin) error {
	mod, err := readGoMod(ctx, g, "go.mod")
	if err != nil {
		return err
	}
	args := append([]string{"mod", "edit"}, own.edits()...)
	for _, r := range mod.Require {
		if r.Path == toolsPath {
			args = append(args, fmt.Sprintf("-replace=%s=%s@%s", toolsPath, toolsPath, r.Version))
			_, err = g.output(ctx, args...)
			return err
		}
	}
	return fmt.Errorf("its go.mod does not require %s", toolsPath)
}
