package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/atomiclint/atomiclint/analyzer/fixfuzz/feed"
	"github.com/atomiclint/atomiclint/analyzer/fixfuzz/stage"
)

// A rule is what a fix may never break.
type rule string

const (
	survives    rule = "the analyzer does not panic"
	builds      rule = "the fixed program builds"
	formatted   rule = "what is fixed is formatted"
	settled     rule = "a second run has nothing to fix, and no missing-commit"
	ends        rule = "it ends"
	results     rule = "the same results, exit code and panic"
	sameErrors  rule = "errors that can be told apart are the same"
	output      rule = "the same output"
	published   rule = "after a success the new file is there"
	sameMode    rule = "the mode is the same"
	wider       rule = "the mode is no wider"
	intact      rule = "after a failure the destination is as it was, or as before the fix"
	rejected    rule = "what is rejected is not published"
	old         rule = "an old file that was kept is kept"
	improved    rule = "a part of a file is not seen any more"
	told        rule = "a failure to publish is told"
	clean       rule = "no temporary stays"
	window      rule = "nobody can open the file who could not before"
	writers     rule = "as many writers at a time succeed"
	repeatable  rule = "the next call does what it did"
	noNewErrors rule = "no error where there was none"
)

// A violation is a rule that a pair breaks.
type violation struct {
	rule rule
	why  string
}

// judge compares what a function did before and after the fixes in one
// scenario; fine is what it did before when nothing failed, over an old file if
// it makes none without one.
func judge(p stage.Pair, fine stage.Record, s subject) []violation {
	j := &judgement{Pair: p, fine: fine, complete: fine.File, kind: s.kind(), renames: s.renames, repeats: s.repeats, others: direct.MatchString(s.fixed)}
	if j.renames && !j.regular() {
		return nil // the writer says so earlier than the rename, in other words
	}
	if p.Scenario.Place == stage.Directory && p.Before.File.There && p.Before.File.Mode&(1<<31) == 0 {
		return nil // it has removed the directory, which it took for a file of its own
	}
	j.ending()
	if j.Scenario.Event == stage.Blocked {
		j.blocked()
		return j.broken
	}
	j.file()
	j.around()
	return j.broken
}

type judgement struct {
	stage.Pair
	fine     stage.Record // what is done when nothing fails
	complete stage.File   // what is made then
	kind     string       // of results
	renames  bool         // the function renames a temporary
	repeats  bool         // it may have published the file before it fails
	others   bool         // it still opens a file as it did
	broken   []violation
}

func (j *judgement) violate(r rule, format string, args ...any) {
	j.broken = append(j.broken, violation{r, fmt.Sprintf(format, args...)})
}

// failed reports whether r is a failure, and whether that is known.
func (j *judgement) failed(r stage.Record) (bad, known bool) {
	switch r.Outcome {
	case "exited":
		return r.Values[0] != "0", true
	case "panicked", "hangs":
		return true, true
	case "returned":
		switch j.kind {
		case "bool":
			return slices.Contains(r.Values, "false"), true
		case "code":
			return r.Values[0] != "0", true
		case "pointer":
			return r.Values[0] == "<nil>", true
		case "none":
			return complains(r), false
		}
		return r.Err, true
	}
	return false, false
}

// complains reports whether what r printed says that something went wrong.
func complains(r stage.Record) bool {
	return complaints.MatchString(ignored.ReplaceAllString(r.Output, ""))
}

// cut reports whether a write may have failed.
func (j *judgement) cut() bool { return j.Scenario.Limit != 0 }

// moved reports whether the function has put the old file elsewhere, or the one
// that an attempt before has published.
func (j *judgement) moved() bool {
	for _, f := range j.After.Sides {
		if f.There && (f.Content == j.atFirst().Content || j.repeats && f.Content == j.complete.Content) {
			return true
		}
	}
	return false
}

// regular reports whether a file can be made at the destination.
func (j *judgement) regular() bool {
	return j.Scenario.Place != stage.Directory && j.Scenario.Place != stage.NoParent
}

// atFirst is what was at the destination.
func (j *judgement) atFirst() stage.File {
	switch j.Scenario.Place {
	case stage.Old:
		return stage.File{There: true, Content: stage.OldText, Mode: 0o644}
	case stage.Private:
		return stage.File{There: true, Content: stage.OldText, Mode: 0o600}
	}
	return stage.File{}
}

var (
	direct     = regexp.MustCompile(`\bos\.(Create|OpenFile|WriteFile|CreateTemp)\(`)
	complaints = regexp.MustCompile(`bad input|not valid|differs|full at|exist|no such file|too large|EOF|empty|directory|writer|already`)
	ignored    = regexp.MustCompile(`(?m)^ignored:.*$`)
	pathErrors = regexp.MustCompile(`\b[a-z]+ ([^ :]*out\.txt[^ :]*|(/[^ :]*)+)( /[^ :]*)?: `)
)

// plain takes from text what differs in any two runs.
func plain(text string) string {
	return pathErrors.ReplaceAllString(text, "PATH: ")
}

// ending compares how the function ended.
func (j *judgement) ending() {
	b, a := j.Before, j.After
	if a.Outcome == "hangs" && b.Outcome != "hangs" {
		j.violate(ends, "it hangs")
		return
	}
	bad, known := j.failed(b)
	badNow, _ := j.failed(a)
	better := !bad && badNow && j.cut() // a write that failed is told now
	if j.Scenario.Event == stage.Blocked || better {
		return
	}
	show := func(r stage.Record) string { return plain(r.Outcome + " " + strings.Join(r.Values, ", ")) }
	if s, t := show(b), show(a); s != t {
		switch {
		case known && !bad && badNow:
			j.violate(noNewErrors, "%q before, now %q", s, t)
		case bad == badNow && b.Outcome == a.Outcome && (j.cut() || !j.regular()):
			// another of several errors
		default:
			j.violate(results, "%q before, now %q", s, t)
		}
	} else if !slices.Equal(b.Is, a.Is) {
		j.violate(sameErrors, "errors.Is %q before, now %q", b.Is, a.Is)
	}
	if s, t := plain(b.Output), plain(a.Output); s != t && !j.cut() && j.Scenario.Event != stage.Rival {
		j.violate(output, "%q before, now %q", s, t)
	}
}

// blocked judges what came of a destination that could not be replaced.
func (j *judgement) blocked() {
	bad, known := j.failed(j.After)
	opened := j.Before.Met != j.atFirst() // else it may skip what exists
	published := j.After.Met != j.atFirst()
	writes := j.complete.There && j.complete.Content != stage.OldText // and not just files beside it
	if known && !bad && opened && !published && writes && !complains(j.After) && j.After.File.Mode&(1<<31) != 0 && j.Before.Outcome == "returned" {
		if was, _ := j.failed(j.Before); !was {
			j.violate(told, "a success, though the destination is a directory")
		}
	}
}

// file compares what is at the destination.
func (j *judgement) file() {
	b, a := j.Before.File, j.After.File
	first := j.atFirst()
	bad, known := j.failed(j.Before)
	now, _ := j.failed(j.After)
	same := a.There == b.There && a.Content == b.Content
	kept := a.There == first.There && a.Content == first.Content || !first.There && a.Content == "" && j.others // it makes it itself
	switch {
	case !j.regular():
		return
	case j.repeats && (j.never() || a.There && a.Content == j.complete.Content): // the first attempt has published it, the second has failed
	case j.repeats && kept && b.Content != j.complete.Content: // the first attempt has failed, and the second had nothing to do
	case known && !bad && !j.cut(), !known && j.Scenario.Plan.Fail == 0 && !j.cut() && b.There:
		if !same && !now {
			j.violate(published, "%s before, now %s", show(b), show(a))
		}
	case !known && kept, j.cut() && !bad && now && kept:
	case !known:
		if !same {
			j.violate(published, "%s before, now %s", show(b), show(a))
		} else if j.cut() && b.Content != j.complete.Content && a.There && !j.others {
			j.violate(improved, "%s as before", show(a))
		}
	case j.cut() && !bad && !now && kept && complains(j.After): // it goes on without the file, and says so
	case j.cut() && !bad && !now: // the write that failed was overlooked, and is still
		if b.Content != j.complete.Content && same && !kept && !j.others {
			j.violate(improved, "a write failed: %s, as before", show(a))
		} else if b.Content != j.complete.Content && !same {
			j.violate(told, "a write failed: %s before, now %s", show(b), show(a))
		} else if !same {
			j.violate(published, "%s before, now %s", show(b), show(a))
		}
	case kept:
	case !a.There:
		if b.There && b.Content == first.Content && first.There {
			j.violate(old, "the old file is gone")
		} else if b.There && first.There && !j.moved() {
			j.violate(intact, "%s before, now nothing, and the old file is gone", show(b))
		}
		// else both removed it
	case !b.There || first.There && b.Content == first.Content:
		j.violate(rejected, "%s before, now %s", show(b), show(a))
	case same && a.Content == j.complete.Content:
		// complete when something failed that came after it
	case same:
		if j.part() {
			j.violate(improved, "%s, as before", show(a))
		}
	case a.Content == j.complete.Content && b.Content != a.Content:
		// an attempt before has published all of it
	default:
		j.violate(intact, "%s before, now %s", show(b), show(a))
	}
	if a.There && b.There && same && a.Mode != b.Mode && !(now && kept) {
		if !j.renames && a.Mode == first.Mode {
			// what was there is not removed any more, and keeps its mode
		} else if a.Mode&^b.Mode&0o7777 != 0 {
			j.violate(wider, "%04o before, now %04o", b.Mode, a.Mode)
		} else if !j.repeats && a.Mode != first.Mode || b.Mode&0o111 != a.Mode&0o111 { // an attempt before may have made it
			j.violate(sameMode, "%04o before, now %04o", b.Mode, a.Mode)
		} // else the rename of a temporary had lost the mode
	}
}

// never reports whether the function fails even when nothing else does, so that
// what it leaves is never complete.
func (j *judgement) never() bool {
	bad, _ := j.failed(j.fine)
	return bad
}

// tookPart reports whether the second call succeeded before the fix only as it
// took what the first one had left after a failure for the whole.
func (j *judgement) tookPart() bool {
	bad, _ := j.failed(j.Before)
	left := j.Before.File
	return bad && left.There && j.Before.Again.File.Content == left.Content
}

// part reports whether the function has failed for want of what it was to
// write, or because it could not write it.
func (j *judgement) part() bool {
	if j.never() || j.others {
		return false
	}
	return j.cut() || j.Scenario.Plan.How == feed.Panic ||
		j.Scenario.Plan.How == feed.Plain && slices.Contains(j.Before.Is, "feed.ErrBad")
}

func show(f stage.File) string {
	switch {
	case !f.There:
		return "no file"
	case len(f.Content) > 60:
		return fmt.Sprintf("%q... (%d bytes)", f.Content[:60], len(f.Content))
	default:
		return fmt.Sprintf("%q", f.Content)
	}
}

// around compares what else can be seen.
func (j *judgement) around() {
	b, a := j.Before, j.After
	bad, _ := j.failed(b)
	for _, name := range sortedKeys(b.Sides) {
		was, is := b.Sides[name], a.Sides[name]
		if is != was && (is.There || !bad) && !j.cut() {
			j.violate(published, "beside it %s: %s, mode %04o before, now %s, mode %04o", name, show(was), was.Mode, show(is), is.Mode)
		}
	}
	for _, name := range sortedKeys(a.Sides) {
		if !b.Sides[name].There && !j.cut() {
			j.violate(rejected, "beside it %s: %s", name, show(a.Sides[name]))
		}
	}
	if len(a.Left) > len(b.Left) && !(len(b.Left) > 0 && j.Scenario.Event == stage.Rival) && !(bad && j.repeats) {
		// Writers who meet have a guard beside their temporaries, which a program
		// that ends with them open leaves, too. What an attempt before has
		// published is not removed any more when the next one fails.
		j.violate(clean, "%q beside the file before, now %q", b.Left, a.Left)
	}
	if extra := a.Open &^ (b.Open | b.File.Mode); extra != 0 && b.File.There && !bad {
		j.violate(window, "mode %03o before, now %03o while it is written", b.Open, a.Open)
	}
	if b.Inner != nil && a.Inner != nil && b.Inner.Outcome == "returned" {
		if s, t := fmt.Sprint(b.Inner.Err, b.Inner.Values, b.Inner.Is), fmt.Sprint(a.Inner.Err, a.Inner.Values, a.Inner.Is); plain(s) != plain(t) {
			j.violate(writers, "the second writer: %q before, now %q", s, t)
		}
	}
	if b.Again != nil && a.Again != nil && !j.tookPart() && !j.moved() {
		bad, _ := j.failed(*b.Again)
		now, _ := j.failed(*a.Again)
		made := j.kind != "none" || b.Again.File.There // else it may have failed, and removed the file
		if !bad && now {
			j.violate(repeatable, "the second call succeeded before, now it fails: %q", a.Again.Values)
		} else if !bad && made && b.Again.Outcome == "returned" && a.Again.File.Content != b.Again.File.Content && a.Again.File.Content != j.complete.Content {
			j.violate(repeatable, "the second call made %s before, now %s", show(b.Again.File), show(a.Again.File))
		}
	}
}
