package driver

import (
	"os"
	"path/filepath"
)

// ModuleRoot returns the directory with the go.mod of the module that dir is
// in, or dir if there is none.
func ModuleRoot(dir string) string {
	for root := dir; ; root = filepath.Dir(root) {
		if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
			return root
		}
		if root == filepath.Dir(root) {
			return dir
		}
	}
}
