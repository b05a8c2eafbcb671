package behaviour

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// A Bench is where behaviours are tried.
type Bench struct {
	Dir      string // an empty directory on the file system
	UID, GID int    // to whom the files in it belong

	// Command returns the command that plays an act in the directory dir. It
	// has to call Play with the text.
	Command func(ctx context.Context, dir, text string) *exec.Cmd

	// Chance tells of a behaviour whether it is a matter of chance on this
	// file system. Then it is not tried.
	Chance func(name string) bool

	// Arm turns the vices of the file system on and off, if it has any. They
	// are off while a scene is prepared and looked at.
	Arm func(on bool) error
}

// Absent begins the results of what a file system does not have.
const Absent = "cannot be had: "

// Hangs is the outcome of an act that does not come to its end in time.
const Hangs = "hangs"

// A Result says what became of a file, by API.
type Result [2]string

// Try tries a behaviour with both APIs. If it cannot be had on this file
// system, both results say why.
func (b *Bench) Try(one *Behaviour) (r Result, err error) {
	if b.Chance != nil && b.Chance(one.Name) {
		const chance = Absent + "a matter of chance"
		return Result{chance, chance}, nil
	}
	for api := range r {
		if r[api] = one.ways[api].told; r[api] != "" {
			continue
		}
		if r[api], err = b.play(one, API(api)); err != nil {
			return r, fmt.Errorf("%s, %s: %w", one.Name, API(api), err)
		}
	}
	return r, nil
}

func (b *Bench) play(one *Behaviour, api API) (result string, err error) {
	s := &scene{dir: filepath.Join(b.Dir, "scene"), uid: b.UID, gid: b.GID}
	if err := patiently(func() error { return os.Mkdir(s.dir, 0o755) }); err != nil {
		return "", err
	}
	defer func() {
		s.ended()
		err = errors.Join(err, patiently(func() error { return os.RemoveAll(s.dir) }))
	}()
	if err := prepare(s, one); err != nil {
		return Absent + outcome(err), nil
	}
	if err := b.arm(true); err != nil {
		return "", err
	}
	told, err := b.playAll(s, one, api)
	if err := errors.Join(err, b.arm(false)); err != nil {
		return "", err
	}
	if one.after != nil {
		return told + "; " + one.after(s), nil
	}
	return told + "; " + s.files(one.look), nil
}

// patiently tries again what fails only for a moment. Some file systems keep a
// file that is removed while it is open under another name until it is closed,
// or its room for longer, and of that they may hear late.
func patiently(do func() error) (err error) {
	for range 250 {
		if err = do(); err == nil {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return err
}

// Clean returns an error if something was forgotten. A server may show for a
// moment what was removed.
func (b *Bench) Clean() error {
	return patiently(func() error {
		left, err := filepath.Glob(filepath.Join(b.Dir, "scene*"))
		if err == nil && len(left) > 0 {
			err = fmt.Errorf("%q is left", left)
		}
		return err
	})
}

// outcome is outcomeOf for errors of the preparation, which have any type.
func outcome(err error) string { return strings.TrimSuffix(outcomeOf(err), ", not a PathError") }

// prepare sets up a scene. What the file system does not have is an error.
func prepare(s *scene, one *Behaviour) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case cannot:
			err = p.err
		default:
			panic(p)
		}
	}()
	s.give(".", s.uid, s.gid, 0o755)
	if one.setup != nil {
		one.setup(s)
	}
	s.remember()
	return nil
}

func (b *Bench) arm(on bool) error {
	if b.Arm == nil {
		return nil
	}
	return b.Arm(on)
}

// A part is what one process is asked to play.
type part struct {
	Behaviour string
	API       API
	Act       int
}

// A told is what it has to tell.
type told struct {
	Outcome string
	Notes   []string
}

func (b *Bench) playAll(s *scene, one *Behaviour, api API) (string, error) {
	var all []string
	for act := range one.ways[api].acts {
		t, err := b.playAct(s, &part{one.Name, api, act})
		if err != nil {
			return "", err
		}
		text := t.Outcome
		if len(t.Notes) > 0 {
			text += " (" + strings.Join(t.Notes, ", ") + ")"
		}
		all = append(all, text)
	}
	return strings.Join(all, ", then "), nil
}

func (b *Bench) playAct(s *scene, p *part) (t told, err error) {
	text, err := json.Marshal(p)
	if err != nil {
		return t, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := b.Command(ctx, s.dir, string(text))
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	err = cmd.Run()
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		if ctx.Err() != nil {
			return told{Outcome: Hangs}, nil
		}
		return told{Outcome: "killed"}, nil
	}
	if err != nil {
		return t, fmt.Errorf("%w\n%s", err, &stderr)
	}
	return t, json.Unmarshal(out.Bytes(), &t)
}

// Play plays the part of the text, which a Bench has given to its Command, in
// the working directory, and writes what it has to tell to standard output.
func Play(text string) error {
	var p part
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		return err
	}
	one := named(p.Behaviour)
	if one == nil || p.Act >= len(one.ways[p.API].acts) {
		return fmt.Errorf("nothing is known of %s", text)
	}
	var s stage
	err := one.ways[p.API].acts[p.Act](&s)
	return json.NewEncoder(os.Stdout).Encode(told{outcomeOf(err), s.notes})
}
