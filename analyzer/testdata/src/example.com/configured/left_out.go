package configured

import "os"

func leftOut() {
	os.WriteFile("f", []byte("x"), 0o644)
}
