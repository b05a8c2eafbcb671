package knowledge

// SequentialMethods holds the methods of os.File that do not depend on old content.
var SequentialMethods = map[string]bool{
	"Chmod":       true,
	"Chown":       true,
	"Close":       true,
	"Name":        true,
	"ReadFrom":    true,
	"Sync":        true,
	"Write":       true,
	"WriteString": true,
}

// SoleMethods holds the methods of os.File that do nothing but read and write.
var SoleMethods = map[string]bool{
	"Close":       true,
	"Read":        true,
	"ReadAt":      true,
	"ReadFrom":    true,
	"Seek":        true,
	"Sync":        true,
	"Truncate":    true,
	"Write":       true,
	"WriteAt":     true,
	"WriteString": true,
}

// WriterMethods holds the methods of os.File that the writer's File has, with
// the same signatures, except Close.
var WriterMethods = map[string]bool{
	"Chmod":       true,
	"Chown":       true,
	"Name":        true,
	"Read":        true,
	"ReadAt":      true,
	"ReadFrom":    true,
	"Seek":        true,
	"Stat":        true,
	"Sync":        true,
	"SyscallConn": true,
	"Truncate":    true,
	"Write":       true,
	"WriteAt":     true,
	"WriteString": true,
}

// PassiveMethods holds the methods that neither fill a file nor end it.
var PassiveMethods = map[string]bool{"Name": true, "Read": true, "ReadAt": true, "Seek": true, "Stat": true}
