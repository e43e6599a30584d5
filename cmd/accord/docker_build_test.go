package main_test

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// TestDocker_frontEndBuilds carries out the Dockerfile's first stage with what it copies and nothing else: the bundle
// comes out as that of `make web`. npm ci is left out; the packages are those that are installed here.
func TestDocker_frontEndBuilds(t *testing.T) {
	installed, err := filepath.Abs(filepath.Join(root, "web", "node_modules"))
	if err != nil {
		t.Fatal(err)
	}
	here, err := os.ReadFile(filepath.Join(root, "web", "dist", "icons.svg"))
	switch {
	case err == nil:
	case os.Getenv("CI") == "true":
		t.Fatal("the front end is not built: CI leaves nothing out")
	default:
		t.Skip("LEFT OUT: the front end is not built (make web)")
	}
	image := t.TempDir()
	workdir := dockerStage(t, image, "web")
	if err := os.Symlink(installed, filepath.Join(workdir, "node_modules")); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "npm", "run", "--silent", "build")
	cmd.Dir = workdir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("npm run build in the image: %v\n%s", err, out)
	}
	inside, err := os.ReadFile(filepath.Join(workdir, "dist", "icons.svg"))
	if err != nil || string(inside) != string(here) {
		t.Errorf("the image's icons (%d bytes, %v) are not those of make web (%d bytes)", len(inside), err, len(here))
	}
}

// dockerStage copies into image what a stage of the Dockerfile copies from the repository, and returns the folder the
// stage works in.
func dockerStage(t *testing.T, image, name string) string {
	t.Helper()
	_, stage, found := strings.Cut(readFile(t, "Dockerfile"), " AS "+name+"\n")
	if !found {
		t.Fatalf("Dockerfile has no stage %s", name)
	}
	stage, _, _ = strings.Cut(stage, "\nFROM ")
	workdir := "/"
	for line := range strings.Lines(stage) {
		words := strings.Fields(line)
		switch {
		case len(words) == 2 && words[0] == "WORKDIR":
			workdir = words[1]
		case len(words) > 2 && words[0] == "COPY" && !strings.HasPrefix(words[1], "--"):
			to := words[len(words)-1]
			if !path.IsAbs(to) {
				to = path.Join(workdir, to)
			}
			for _, from := range words[1 : len(words)-1] {
				dockerCopy(t, from, filepath.Join(image, to))
			}
		}
	}
	return filepath.Join(image, workdir)
}

// dockerCopy copies a folder's content, without what .dockerignore keeps out of the front end; single files come with
// their folder later.
func dockerCopy(t *testing.T, from, to string) {
	t.Helper()
	if !strings.HasSuffix(from, "/") {
		return
	}
	err := filepath.WalkDir(filepath.Join(root, from), func(file string, d os.DirEntry, err error) error {
		rel, _ := filepath.Rel(filepath.Join(root, from), file)
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == "dist" || d.Name() == "e2e"):
			return filepath.SkipDir
		case d.IsDir():
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		}
		b, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), b, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}
