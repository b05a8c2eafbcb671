package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/atomiclint/atomiclint/atomicfile"
)

// defaultName is the file name of the gopls that is built. It is neither that
// of the stock gopls nor that of this command, which "go install" puts into
// the same directory.
const defaultName = "gopls-atomiclint"

// run builds a gopls. It reports its progress to log, one line for each step.
func run(ctx context.Context, opts options, log io.Writer) (*result, error) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = new(debug.BuildInfo)
	}
	own, err := findOrigin(ctx, opts.source, info)
	if err != nil {
		return nil, err
	}
	output, err := outputPath(ctx, opts.output)
	if err != nil {
		return nil, err
	}
	res := &result{path: output, own: own}
	err = atomicfile.WritePath(output, func(tmp string) error {
		work, err := os.MkdirTemp("", "atomiclint-gopls-*")
		if err != nil {
			return err
		}
		defer os.RemoveAll(work)
		b := &builder{work: work, own: own, log: log}
		res.release, err = b.build(ctx, opts.gopls)
		if err != nil {
			return err
		}
		return b.deliver(tmp)
	})
	if err != nil {
		return nil, err
	}
	return res, nil
}

// outputPath returns the absolute path of the file to write, if name is what
// the user asked for. It returns an error if there is something else than a
// file, a directory or a device say.
func outputPath(ctx context.Context, name string) (string, error) {
	if name != "" {
		if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
			return "", fmt.Errorf("-o: %s is not a file", name)
		}
		return filepath.Abs(name)
	}
	var env struct{ GOBIN, GOPATH, GOEXE string }
	if err := (goCommand{}).decode(ctx, &env, "env", "-json", "GOBIN", "GOPATH", "GOEXE"); err != nil {
		return "", err
	}
	dir := env.GOBIN
	if dir == "" {
		paths := filepath.SplitList(env.GOPATH)
		if len(paths) == 0 {
			return "", errors.New("neither GOBIN nor GOPATH says where programs go; -o names the file to write")
		}
		dir = filepath.Join(paths[0], "bin")
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", err
	}
	return filepath.Join(dir, defaultName+env.GOEXE), nil
}

// A builder builds a gopls in a directory of its own.
type builder struct {
	work string
	own  origin
	log  io.Writer
}

func (b *builder) printf(format string, args ...any) {
	fmt.Fprintf(b.log, "atomiclint-gopls: "+format+"\n", args...)
}

// binary is where the go command puts what it builds.
func (b *builder) binary() string { return filepath.Join(b.work, "gopls.exe") }

// build builds the gopls that query stands for.
func (b *builder) build(ctx context.Context, query string) (release, error) {
	start := time.Now()
	outside := goCommand{dir: b.work, tmp: b.work}
	known, err := loadCatalog(ctx, outside)
	if err != nil {
		return release{}, err
	}
	r, err := known.choose(ctx, outside, query)
	if err != nil {
		return release{}, err
	}
	b.printf("gopls %s with atomiclint %s", r.version, b.own)
	inside := goCommand{dir: filepath.Join(b.work, "gopls"), tmp: b.work, progress: b.log}
	if err := fetch(ctx, outside, goplsPath, r.version, inside.dir); err != nil {
		return release{}, err
	}
	if err := checkSettings(filepath.Join(inside.dir, settingsDir)); err != nil {
		return release{}, known.unfit(r, err.Error())
	}
	if err := graft(ctx, inside, b.own); err != nil {
		return release{}, err
	}
	b.printf("compiling, which takes a minute or two the first time")
	if err := b.compile(ctx, inside, r); err != nil {
		return release{}, fmt.Errorf("gopls %s does not build with atomiclint: %w; %s", r.version, err, known.supported(r))
	}
	b.printf("done after %.0f s", time.Since(start).Seconds())
	return r, nil
}

// compile builds the gopls in the directory of g. It does not use -trimpath,
// since what the build cache holds was mostly built without, and would have to
// be built again.
func (b *builder) compile(ctx context.Context, g goCommand, r release) error {
	_, err := g.output(ctx, "build", "-ldflags=-s -w -X main.version="+r.version+"+atomiclint", "-o", b.binary(), ".")
	return err
}

// deliver copies the binary into the file name, which exists. It does not move
// it: name may be on another file system.
func (b *builder) deliver(name string) error {
	from, err := os.Open(b.binary())
	if err != nil {
		return err
	}
	defer from.Close()
	info, err := from.Stat()
	if err != nil {
		return err
	}
	to, err := os.OpenFile(name, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	defer to.Close()
	if _, err := io.Copy(to, from); err != nil {
		return err
	}
	if runtime.GOOS != "windows" {
		if err := to.Chmod(info.Mode().Perm()); err != nil {
			return err
		}
	}
	return to.Close()
}
