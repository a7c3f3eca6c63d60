/// The recipe that lies in every dataset, for the day when this program is not at hand.
enum DatasetRecipe {
    static let text = """
        # A sealed dataset

        The files in `data` are encrypted with age (https://age-encryption.org) for one key, and `keys.age` holds that key,
        encrypted for the people who may read them. `index.age` says what each file is called. No program but `age`, `sha256sum`
        and `ssh-keygen` is needed, in bash:

        ```
        # 1. Is it complete and unchanged? (SEAL holds the SHA-256 of manifest.sha256.)
        sha256sum --quiet -c manifest.sha256 keys.sha256
        grep -qx "manifest.sha256: $(sha256sum < manifest.sha256 | cut -d' ' -f1)" SEAL && echo complete

        # 2. Who made it? (Only if there is a SEAL.sig; allowed_signers is your own list: NAME ssh-ed25519 AAAA...)
        ssh-keygen -Y verify -f allowed_signers -I NAME -n dcmveil-dataset -s SEAL.sig < SEAL

        # 3. One file, with your key me.key:
        age -d -i <(age -d -i me.key keys.age) data/ab/abcd....age > file.dcm

        # 4. What the files are called:
        age -d -i <(age -d -i me.key keys.age) index.age

        # 5. All of them, below the folder "opened" (names with quotes or backslashes: see index.age):
        key=$(age -d -i me.key keys.age)
        age -d -i <(printf '%s\\n' "$key") index.age |
          sed -n 's|^{"name":"\\(data/[0-9a-f/]*\\.age\\)","path":"\\([^"\\\\]*\\)",.*|\\1\\t\\2|p' |
          while IFS=$'\\t' read -r name path; do
            case "/$path/" in */../*) echo "refused: $path" >&2; continue;; esac
            mkdir -p "opened/$(dirname "$path")"
            age -d -i <(printf '%s\\n' "$key") "$name" > "opened/$path" || rm "opened/$path"
          done
        ```

        With dcmveil: `dcmveil seal --check -i me.key .` and `dcmveil open -i me.key -o opened .`

        """
}
