package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// bareClone returns the bare clone of a repository below dir. If there is none,
// it makes one where make is set.
func bareClone(ctx context.Context, dir, repo string, make bool) (string, error) {
	clone := filepath.Join(dir, filepath.FromSlash(repo)+".git")
	_, err := os.Stat(clone)
	if !errors.Is(err, fs.ErrNotExist) || !make {
		return clone, err
	}
	part := clone + ".part"
	if err := os.RemoveAll(part); err != nil {
		return "", err
	}
	if err := git(ctx, nil, "clone", "--bare", "--quiet", "https://github.com/"+repo, part); err != nil {
		return "", err
	}
	return clone, os.Rename(part, clone)
}

// checkoutName is the name of the directory for what was before the commit.
func checkoutName(r row) string {
	return strings.ReplaceAll(r.repo, "/", "+") + "@" + r.commit[:12]
}

// checkout writes the files of a revision to dir, unless they are there, and
// returns dir. It leaves the clone as it is, and goes on without files that a
// partial clone lacks: those are too large for source text.
func checkout(ctx context.Context, clone, rev, dir string) (string, error) {
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	part := dir + ".part"
	if err := os.RemoveAll(part); err != nil {
		return dir, err
	}
	if err := os.MkdirAll(part, 0o777); err != nil {
		return dir, err
	}
	index := part + ".index"
	defer os.Remove(index)
	env := append(os.Environ(), "GIT_DIR="+clone, "GIT_WORK_TREE="+part, "GIT_INDEX_FILE="+index)
	if err := git(ctx, env, "read-tree", rev); err != nil {
		return dir, err
	}
	_ = git(ctx, env, "checkout-index", "--all", "--force", "--quiet")
	if err := ctx.Err(); err != nil {
		return dir, err
	}
	return dir, os.Rename(part, dir)
}

func git(ctx context.Context, env []string, args ...string) error {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Env = env
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("git %s: %w\n%s", args[0], err, out)
	}
	return nil
}
