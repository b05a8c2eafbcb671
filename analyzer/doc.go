// Package analyzer defines an Analyzer that finds writes which can leave a
// broken file behind.
//
// # Analyzer atomiclint
//
// atomiclint: find writes that can leave a half-written file behind
//
// A file that was half written when the disk filled, the process was killed or
// the power went looks like a finished one to whoever reads it next. The
// analyzer reports calls that create or truncate an output file under its
// final name:
//
//	err := os.WriteFile("config.json", data, 0o644)
//
// and suggests a writer that fills a temporary file beside the destination,
// makes it durable, and renames it into place only when it is complete:
//
//	err := atomicfile.WriteFile("config.json", data, 0o644)
//
// A handle is published by Commit, and discarded by Close without Commit:
//
//	f, err := atomicfile.Create("report.csv")
//	if err != nil {
//		return err
//	}
//	defer f.Close()
//	if err := render(f); err != nil {
//		return err
//	}
//	return f.Commit()
//
// A handle that never gets there is reported as well, for its content is lost:
//
//	defer f.Close()
//	return render(f) // success, but the file is discarded
//
// Each diagnostic belongs to a category:
//
//   - direct-write: a call of os.Create, os.WriteFile, os.OpenFile or one of
//     their like that creates or truncates an output file in place.
//   - indirect-write: a call of a function of a dependency that does so to a
//     path that it is given.
//   - unsafe-rename: a rename that publishes a file which the code has written
//     under a temporary name, but without all that makes this safe.
//   - missing-commit: a file of the writer, or of google/renameio, that is
//     written but not published: no way leads to Commit, its error is dropped,
//     something is written after it, or an error leaves the temporary behind.
//   - directive: an ignore directive without a reason, or a directive without
//     effect.
//
// A message about a file that can be left half-written says which line takes it
// for finished if it exists, when code leaves out the write there, or reads the
// file instead: there a broken file does its harm.
//
// The analyzer follows each path and each open file through the package, and
// through its dependencies by means of Facts. It does not report
//
//   - temporary files: those from os.CreateTemp, in directories from
//     os.MkdirTemp, os.TempDir or (*testing.T).TempDir, and files that the
//     function that writes them removes;
//   - staging files that are renamed into place, here, by a callee, by a
//     caller in the package or by a helper of another package;
//   - files opened to append, or without O_TRUNC to be changed in place;
//   - files that stay empty, such as markers and locks;
//   - devices, pipes and the files of /proc and /sys;
//   - files of the writer that are returned, stored, or handed to code that may
//     publish them, and success returns after an explicit Close;
//   - streams that are useful while they grow: logs, CPU profiles, traces, the
//     output of child processes;
//   - code for tests, unless -tests is set, and generated code.
//
// A finding is silenced by a comment behind it, or above the statement, which
// must give the reason:
//
//	//atomiclint:ignore readers poll until the checksum fits
//	//nolint:atomiclint // readers poll until the checksum fits
//
// Above the package clause, a comment is for the whole file, or in one file for
// the whole package:
//
//	//atomiclint:ignore-file REASON
//	//atomiclint:ignore-package REASON
//
// A function whose doc comment holds the line
//
//	//atomiclint:writer
//
// is an atomic writer of its own: nothing inside it is reported, nor its calls,
// in other packages either. One with the line
//
//	//atomiclint:creates path
//
// creates or truncates the file that its parameter path names, and each call
// counts as os.Create or os.WriteFile do. Anywhere else these lines mean
// nothing, and are reported.
package analyzer
