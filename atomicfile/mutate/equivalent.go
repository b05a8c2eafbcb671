//go:build linux

package main

import "strings"

// An equivalence says of a mutant that no test can tell it from the original,
// and why. It is not tried.
type equivalence struct {
	function, operator string // as in the description of the mutant
	was                string // how that begins, in it
	why                string
}

var equivalent = []equivalence{
	{"statx", "drop an operand after |", "unix.STATX_TYPE | ", "a local file system gives what it was not asked for as well"},
	{"statx", "drop an operand before |", "unix.STATX_TYPE | ", "the same"},
	{"statx", "change the constant", "0", "the call takes five arguments"},
	{"OpenDir", "change the constant", "1", "any number below zero is that of no descriptor"},
	{"openRootDir", "change the constant", "1", "the same"},
	{"File.RemoveAttr", "return no error", "unix.Fremovexattr", "what cannot be removed stays; that an interrupted call is made again, the hook shows"},
	{"Dir.Close", "return no error", "unix.Close", "a directory that was opened to be read has nothing to report"},
	{"File.StartWriteback", "return no error", "unix.SyncFileRange", "the sync reports what went wrong"},
	{"File.Seek", "compare otherwise, by !=", "err == nil", "which part of a file is begun to be written early is a matter of time alone"},
	{"Dir.Open", "change the constant", "0", "who makes no file sets no mode"},
	{"stage.rename", "remove the statement", "time.Sleep", "only how often it is tried depends on that"},
	{"stage.adopt", "remove the statement", "time.Sleep", "the same"},
	{"stage.claim", "remove the statement", "time.Sleep", "the same"},
	{"writer.copyWithin", "drop an operand before ||", "err != nil || m < step", "after an error less than a step was copied"},
	{"batch.add", "swap the statements", "old.mu.Lock()", "only the race detector sees a lock that comes late"},
	{"File.Read", "change the constant", "false", "which part of a file is begun to be written early is a matter of time alone"},
	{"File.Read", "remove the statement", "w.writeback.next", "the same"},
	{"File.Seek", "remove the statement", "w.writeback.seek", "the same"},
	{"File.readFrom", "change the constant", "1", "how much is copied at a time is a matter of time alone"},
	{"File.readFrom", "change the constant", "10", "the same"},
	{"writer.named", "drop an operand after &&", "ok && e.Path", "the temporary is opened as the destination on Unix"},
	{"writer.named", "compare otherwise, by !=", "e.Path", "the same"},
	{"File.Write", "compare otherwise, by <", "n <= 0", "nothing is written without an error only where nothing was to be written"},
	{"stage.open", "change the constant", "0", "it is tried once less"},
	{"stage.open", "compare otherwise, by <=", "try < maxTries", "it is tried once more"},
	{"stage.refresh", "change the constant", "0", "it is tried once less"},
	{"stage.adopt", "change the constant", "0", "the same"},
	{"stage.claim", "change the constant", "0", "the same"},
	{"stage.rename", "change the constant", "1", "the same"},
	{"stage.adopt", "change the constant", "10", "only how often it is tried depends on that"},
	{"stage.claim", "change the constant", "10", "the same"},
	{"stage.claim", "change the constant", "2", "the same"},
	{"Dir.listAttrs", "change the constant", "0", "the call takes five arguments"},
	{"openat", "change the constant", "0", "the call takes four arguments"},
	{"writable", "change the constant", "0", "the same"},
	{"writeback.add", "change the constant", "2", "which part of a file is begun to be written early is a matter of time alone"},
	{"stage.claim", "negate the condition", "try > 2", "only how often it is tried depends on that"},
	{"stage.write", "compare otherwise, by >", "len(data) >= writebackStep", "that there is no room for one size more is known a little later"},
	{"stage.removeTemp", "return no error", "err", "without a guard nobody asks"},
	{"stage.giveTo", "swap the statements", "s.altered = true", "nobody looks between them"},
	{"Dir.RenameNew", "return no error", "d.Remove(from)", "stage.rename looks itself which names the file has"},
	{"batch.publish", "swap the statements", "w.stage.close()", "only the race detector sees a lock that is given up early"},
	{"stage.sameAccess", "change the constant", "0", "the buffer has zeros where nothing was read"},
	{"aclEntries", "compare otherwise, by <", "i+aclEntry <= len(acl)", "the last entry of a list is not of the group (acl(5))"},
	{"calls.unwinding", "drop an operand after &&", "len(c) > 0", "the call that made the file has returned, so that the stacks differ further in"},

	// The analyzer.
	{"Ways.unheeded", "swap the statements", "seen[e.By] = true", "neither looks at what the other sets"},
	{"Ways.lost", "swap the statements", "seen[e.Ret] = true", "the same"},
	{"Checker.movesToParam", "drop an operand before &&", "0 < to", "a parameter that the function renames is renamed to something"},
	{"runDeferred", "compare otherwise, by >=", "m.visited > m.limit", "how far it looks is bounded for the time that it takes"},
	{"Checker.inside", "compare otherwise, by <", "n.Pos() <= v.Pos()", "a function begins with its keyword"},
	{"Checker.inside", "compare otherwise, by <=", "v.Pos() < n.End()", "no variable is declared right behind a function"},
	{"Ways.steady", "compare otherwise, by >", "p.File.V.Pos() >=", "a scope begins before what is declared in it"},
	{"Checker.opens", "change the constant", "0", "of no file nobody asks which result it is"},
	{"Checker.unread", "compare otherwise, by >=", "use.Node().Pos() >", "no variable stands right behind a call"},
	{"Checker.writerCalls", "change the constant", "true", "they are looked for again, and each is added once"},
	{"Provenance.result", "compare otherwise, by <=", "k < len(call.Args)", "a call has as many arguments as the function wants"},
	{"soleWriters.trace", "compare otherwise, by <", "ref.Fn.Cursor.Node().End() <=", "no parameter is mentioned right behind its function"},
	{"judge.runsIn", "compare otherwise, by >=", "c.Node().Pos() > fn.Node().End()", "no call stands right behind a function"},
	{"Finder.maker", "compare otherwise, by >=", "d.Expr.Pos() > last.Pos()", "no two values stand at one place"},
	{"Fixer.source", "compare otherwise, by <", "file.FileStart <= pos", "a file begins with its package clause"},
	{"handle.finishInstead", "compare otherwise, by >=", "use.Node().Pos() > cur", "the call there is of another method"},
	{"replacement.alwaysChmodded", "compare otherwise, by >=", "call.Pos() > r.move.At", "the rename itself sets no mode"},
	{"Checker.tracePath", "swap the statements", "t.Syncs = t.Syncs || p.reopenedToSync", "neither looks at what the other sets"},
	{"checker.prepareFirst", "swap the statements", "d.SuggestedFixes = nil", "the same"},
	{"Account.follow", "swap the statements", "a.seen[v] = true", "nobody looks between them"},
	{"Settings.register", "swap the statements", "fs.", "a set of flags sorts them"},
	{"judge.isDst", "drop an operand before &&", "j.move.Dst != nil", "without a destination there is no object, either"},
	{"Fixer.keepers", "compare otherwise, by >=", "len(around) > maxCallees", "how far it looks is bounded for the time that it takes"},
	{"Summaries.writtenAt", "compare otherwise, by >", "u.Index >=", "a use has the index of one of the results"},
	{"Ways.index", "change the constant", "1", "each step is one of those"},
	{"Summaries.pathParam", "swap the statements", "sum.Removed", "neither looks at what the other sets"},
	{"Checker.tracePath", "swap the statements", "t.MoveTo, t.Link", "the same"},
	{"replacement.planWhole", "swap the statements", "r.replace(call.Fun", "the edits of a fix are put in order"},
	{"Provenance.ending", "return a constant", "Provenance.ending", "it spares comparisons, and settles none"},
	{"Provenance.ending", "drop an operand before ||", "p.FullName(fn) ==", "the same"},
	{"Provenance.ending", "drop an operand after ||", "p.FullName(fn) ==", "the same"},
	{"judge.removes", "compare otherwise, by >=", "call.Pos() > d.Call.Pos()", "the call that makes a temporary removes none"},
	{"judge.synced", "swap the statements", "ok = true", "neither looks at what the other sets"},
	{"resolver.handleCall", "swap the statements", "d.handles = refs", "nobody looks between them"},
	{"Renames", "drop an operand after ||", "!ok || fn.Pkg() == nil || seen[fn]", "it spares looking twice, and settles nothing"},
	{"handle.dropRemovals", "swap the statements", "plan.edits = append(plan.edits, drop...)", "neither looks at what the other sets"},
	{"replacement.findBlock", "swap the statements", "r.start, plain", "the same"},
	{"handle.closePlan", "swap the statements", "plan.add(part)", "the same"},
	{"handle.closeBeforeExits", "swap the statements", "plan.closes[stmt]", "the same"},
	{"handle.lastDeferred", "compare otherwise, by >=", "cl.stmt.Pos() >", "no two statements begin at one place"},
	{"handle.isLocal", "compare otherwise, by <=", "v.Pos() < body.End()", "no variable is declared right behind a function"},
	{"handle.isParameter", "compare otherwise, by <=", "v.Pos() < body.Pos()", "no variable is declared by a brace"},
	{"Fixer.visible", "compare otherwise, by <=", "obj.Pos() < n.End()", "nothing is declared right behind what mentions it"},
	{"layout.governed", "compare otherwise, by <=", "first < comments[0].Pos()", "no code begins where a comment does"},
}

// isEquivalent reports whether the mutant is in the list.
func (m *mutant) isEquivalent() bool {
	for _, e := range equivalent {
		if e.is(m) {
			return true
		}
	}
	return false
}

func (e *equivalence) is(m *mutant) bool {
	return m.in.name == e.function && m.operator == e.operator && strings.HasPrefix(m.was, e.was)
}
