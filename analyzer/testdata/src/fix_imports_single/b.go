package fix_imports_single

import "os" // for the environment, too
import "fmt"

func saveEnv(data []byte) error {
	fmt.Println("saving")
	return os.WriteFile(os.Getenv("NAME"), data, 0o644) // want `^fix$`
}
