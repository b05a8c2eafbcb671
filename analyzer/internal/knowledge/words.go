package knowledge

import (
	"slices"
	"strings"
	"unicode"
)

// RemoveWords are the words in the names of what removes a file.
var RemoveWords = []string{"remove", "unlink", "delete", "cleanup", "discard", "abort", "rollback", "cancel"}

// SecretWords are words in the names of what only its owner should read.
var SecretWords = []string{"secret", "secrets", "password", "passwords", "passwd", "credential", "credentials", "token", "tokens", "cookie", "cookies", "private"}

// LockWords are the words in the names of what keeps other writers away.
var LockWords = []string{"lock", "flock", "mutex", "mu", "trylock", "lockfile", "singleflight"}

// LogWords are the words that name logs and what writes them.
var LogWords = []string{"log", "logs", "logfile", "logger", "logging"}

// MakingWords are the words in the names of functions that see to it that
// something exists.
var MakingWords = []string{"mkdir", "mkdirall", "ensure", "prepare"}

// StagingWords are the words in the names of directories that are filled
// before they are moved into place.
var StagingWords = []string{"tmp", "temp", "staging", "stage", "next", "new", "partial", "pending", "incoming", "incomplete", "work", "building"}

// DraftWords are the words in the names of what is not finished yet.
var DraftWords = []string{"tmp", "temp", "temporary", "staging", "staged", "next", "new", "part", "partial", "pending", "draft", "incomplete", "unfinished", "inprogress"}

// SyncWords are the words that name what flushes a file, or a directory, to
// the disk.
var SyncWords = []string{"sync", "fsync", "datasync", "fdatasync", "syncfs"}

// DirWords are the words that name directories.
var DirWords = []string{"dir", "directory", "folder", "parent"}

// KernelWords are the words in the names of what the kernel keeps its control
// files in.
var KernelWords = []string{"cgroup", "cgroups", "resctrl", "sysfs", "procfs", "configfs", "debugfs", "tracefs"}

// TempPathWords are the words that name a temporary path, and TempWords those
// that do so at the end of a name, or before a PathWord.
var (
	TempPathWords = []string{"tmpdir", "tempdir", "tmpfile", "tempfile", "tmppath", "scratch", "scratchdir"}
	TempWords     = []string{"tmp", "temp", "temporary", "staging"}
)

// AsideWords are the words in the names of files that were moved out of the way,
// and AsideExtensions the extensions of such.
var (
	AsideWords      = []string{"archive", "archived", "backup", "bak", "bad", "broken", "corrupt", "corrupted", "deleted", "discard", "old", "orig", "original", "prev", "previous", "quarantine", "rotated", "saved", "trash"}
	AsideExtensions = []string{".bad", ".backup", ".bak", ".bkp", ".broken", ".corrupt", ".corrupted", ".deleted", ".old", ".orig", ".prev", ".save", ".saved", ".trash", ".1"}
)

// GrowingExtensions are those of logs and locks.
var GrowingExtensions = []string{".log", ".lock", ".lck"}

// LockFileWords are the words in the names of files that keep others away.
var LockFileWords = []string{"lock", "lockfile", "lck", "pidfile"}

// LoggerElements are the elements in the import paths of packages that write
// logs.
var LoggerElements = []string{"log", "logs", "logger", "logging", "logrus", "zap", "zapcore", "zerolog", "slog", "klog", "glog", "hclog", "logr", "lumberjack", "log15"}

// PathWord holds the words that follow "tmp" in the names of temporary paths.
var PathWord = map[string]bool{
	"base": true, "dir": true, "directory": true, "dst": true, "file": true,
	"filename": true, "filepath": true, "folder": true, "name": true,
	"path": true, "root": true,
}

// Words splits a Go identifier into its words, in lower case.
func Words(name string) []string {
	var words []string
	start := 0
	runes := []rune(name)
	flush := func(end int) {
		if end > start {
			words = append(words, strings.ToLower(string(runes[start:end])))
		}
		start = end
	}
	for i, r := range runes {
		switch {
		case r == '_' || r == '.' || r == '-' || r == '/':
			flush(i)
			start = i + 1
		case unicode.IsUpper(r) && i > 0 && (unicode.IsLower(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])):
			flush(i)
		}
	}
	flush(len(runes))
	return words
}

// Speaks reports whether name holds one of the words.
func Speaks(name string, wanted []string) bool {
	return slices.ContainsFunc(Words(name), func(w string) bool { return slices.Contains(wanted, w) })
}

// VerifyWords are the words in the names of what looks whether a file is sound.
var VerifyWords = []string{"verify", "verified", "check", "checksum", "valid", "invalid", "validate", "hash", "digest", "sum", "md5", "sha1", "sha256", "signature"}
