# Checks Aero Guest Tools media and what setup.cmd has set up, and writes a report.
#
# For Windows PowerShell from 2.0, which is part of Windows 7, to 5.1, of Windows 10 and newer: no ConvertFrom-Json, Get-FileHash,
# Get-CimInstance, [PSCustomObject], -in or ::new(), and @() around whatever is counted or
# enumerated, since a single value has no Count there. A function that returns an array returns it
# as ", $array", so that it stays one; its result goes to a variable before @() is put around it.

param([string]$ReportDirectory = '')

$ErrorActionPreference = 'Stop'

$mediaDirectory = Split-Path -Parent $MyInvocation.MyCommand.Path
$stateDirectory = [System.IO.Path]::Combine($env:SystemDrive + '\', 'AeroGuestTools')

# A 32-bit PowerShell on 64-bit Windows sees the 64-bit files under Sysnative only.
$system32 = [System.IO.Path]::Combine($env:SystemRoot, 'System32')
$machine = $env:PROCESSOR_ARCHITECTURE
if ($env:PROCESSOR_ARCHITEW6432) {
    $system32 = [System.IO.Path]::Combine($env:SystemRoot, 'Sysnative')
    $machine = $env:PROCESSOR_ARCHITEW6432
}
$controlKey = 'HKLM:\SYSTEM\CurrentControlSet\Control'
$servicesKey = 'HKLM:\SYSTEM\CurrentControlSet\Services'
$criticalDevicesKey = 'HKLM:\SYSTEM\CurrentControlSet\Control\CriticalDeviceDatabase'
$driverDatabaseKey = 'HKLM:\SYSTEM\DriverDatabase\DeviceIds'

# UTC, in the form of ISO 8601; the format "s" is the same in every culture.
$script:now = [DateTime]::UtcNow
$script:time = $script:now.ToString('s') + 'Z'

# What Device Manager's problem codes mean, and what helps ("Device Manager Error Messages" in the
# Windows driver documentation; "Error codes in Device Manager in Windows", Microsoft Support).
$problemCodes = @{
    1 = @('the device is not configured correctly', 'Run setup.cmd as administrator.')
    3 = @('the driver is damaged, or memory runs low', 'Close programs. Then run setup.cmd as administrator.')
    10 = @('the device cannot start', 'Restart Windows. If the code stays, driver and device of the emulator do not fit: compare their versions.')
    12 = @('the device finds too few free resources', 'Remove a device that is not needed from the virtual machine.')
    14 = @('the device works after a restart only', 'Restart Windows.')
    16 = @('Windows cannot tell all resources of the device', 'Remove the device in Device Manager, and restart Windows.')
    18 = @('the drivers of the device must be installed again', 'Run setup.cmd as administrator.')
    19 = @('what the registry says of the device is incomplete or damaged', 'Remove the device in Device Manager, and run setup.cmd as administrator.')
    21 = @('Windows is removing the device', 'Restart Windows.')
    22 = @('the device was disabled', 'Enable it in Device Manager.')
    24 = @('the device is not there, does not work, or not all of its drivers are installed', 'Run setup.cmd as administrator, and restart Windows.')
    28 = @('no driver is installed for the device', 'Run setup.cmd as administrator.')
    29 = @('the firmware gives the device no resources', 'Enable the device in the configuration of the virtual machine.')
    31 = @('Windows cannot load the drivers that the device needs', 'Run setup.cmd as administrator, and restart Windows.')
    32 = @('the service of the driver is disabled', 'Set Start of the service to what the INF says: run uninstall.cmd, then setup.cmd, as administrator.')
    33 = @('Windows cannot find out which resources the device needs', 'Remove the device from the virtual machine, and add it again.')
    34 = @('the device must be configured by hand', 'Remove the device from the virtual machine, and add it again.')
    35 = @('the firmware says too little about the device', 'Update the firmware of the virtual machine.')
    36 = @('the firmware gives the device an interrupt of the wrong kind', 'Change the interrupts in the configuration of the virtual machine.')
    37 = @('the driver ended with an error when it was loaded', 'Restart Windows. If the code stays, driver and device of the emulator do not fit: compare their versions.')
    38 = @('an earlier instance of the driver is still in memory', 'Restart Windows.')
    39 = @('Windows cannot load the driver: its file is missing, damaged, or has a signature that Windows refuses', 'Run setup.cmd as administrator, and restart Windows. See also the updates that this report names for the signature.')
    40 = @('what the registry says of the service of the driver is incomplete', 'Run setup.cmd as administrator.')
    41 = @('the driver was loaded, but does not find the device', 'Restart Windows. If the code stays, driver and device of the emulator do not fit: compare their versions.')
    42 = @('there is a device of the same name already', 'Restart Windows.')
    43 = @('the driver has stopped the device, which reported a problem', 'Restart Windows. If the code stays, look at the messages of the emulator.')
    44 = @('a program or service has stopped the device', 'Restart Windows.')
    47 = @('the device was prepared for its removal', 'Remove it from the virtual machine, and add it again.')
    48 = @('Windows blocks this driver, which is known for problems', 'Use media with another version of the driver.')
    49 = @('the registry is too large for another device', 'Uninstall devices that are no longer there.')
    50 = @('Windows has not yet applied all properties of the device', 'Restart Windows.')
    51 = @('the device waits for another one', 'Look for other devices that do not work.')
    52 = @('Windows cannot verify the signature of the driver', 'Signing policy test: run setup.cmd as administrator, and restart Windows. Otherwise: install the updates that this report names for the signature, or see boot.signatures.')
    53 = @('a kernel debugger has reserved the device', 'Give the debugger another device.')
    54 = @('the device has failed and is being reset', 'Restart Windows.')
}

# The devices of the contract: the check's name, the title, and the variables of config\devices.cmd.
$contractDevices = @(
    @('storage', 'Storage', 'AERO_VIRTIO_BLK'),
    @('network', 'Network', 'AERO_VIRTIO_NET'),
    @('input', 'Input', 'AERO_VIRTIO_INPUT'),
    @('sound', 'Sound', 'AERO_VIRTIO_SND'),
    @('graphics', 'Graphics', 'AERO_GPU')
)

# The checks made so far: objects with Id, Status (PASS, WARN, FAIL or INFO), Title and Details.
# An id stays the same from version to version, and stands once in a report.
$script:checks = @()

# The implementation of SHA-256 that this Windows has, once it was asked for.
$script:sha256 = $null

# The devices looked at: objects whose properties the JSON report lists.
$script:devices = @()

function Add-Check([string]$id, [string]$status, [string]$title, [string[]]$details = @()) {
    $check = New-Object PSObject -Property @{
        Id = $id; Status = $status; Title = $title; Details = $details
    }
    $script:checks += $check
}

# Makes a check. One that cannot be made has failed: nothing passes because it could not be read.
function Invoke-Check([string]$id, [string]$subject, [scriptblock]$check) {
    try {
        & $check
    } catch {
        Add-Check $id 'FAIL' "${subject}: cannot be checked" @($_.Exception.Message)
    }
}

# ---------------------------------------------------------------------------------------------
# Reading

# The JSON value in a file: objects are dictionaries, arrays are object[].
function Read-Json([string]$path) {
    Add-Type -AssemblyName System.Web.Extensions
    $serializer = New-Object System.Web.Script.Serialization.JavaScriptSerializer
    $serializer.MaxJsonLength = [int]::MaxValue
    $text = [System.IO.File]::ReadAllText($path)
    return , $serializer.DeserializeObject($text)
}

# A property of a JSON object by its path, as 'package.version'; $null where there is none.
function Get-JsonProperty($value, [string]$path) {
    foreach ($name in $path.Split('.')) {
        if (-not ($value -is [System.Collections.IDictionary])) { return $null }
        if (-not $value.ContainsKey($name)) { return $null }
        $value = $value[$name]
    }
    return , $value
}

# An implementation of SHA-256. SHA256Managed throws where Windows enforces FIPS 140; the others, which
# are in .NET 3.5, ask Windows' own. Windows 7 has .NET 3.5, but it can be switched off.
function New-Sha256 {
    $namespace = 'System.Security.Cryptography'
    try {
        Add-Type -AssemblyName System.Core
        return New-Object "$namespace.SHA256CryptoServiceProvider"
    } catch {
        try {
            return New-Object "$namespace.SHA256Cng"
        } catch {
            return New-Object "$namespace.SHA256Managed"
        }
    }
}

# The SHA-256 of a file's bytes, as 64 lower-case hexadecimal digits.
function Get-Sha256([string]$path) {
    if ($null -eq $script:sha256) { $script:sha256 = New-Sha256 }
    $stream = [System.IO.File]::OpenRead($path)
    try {
        $hash = $script:sha256.ComputeHash($stream)
    } finally {
        $stream.Close()
    }
    return [System.BitConverter]::ToString($hash).Replace('-', '').ToLowerInvariant()
}

# A registry value's data; $null where the key or the value is not there.
function Get-RegistryValue([string]$key, [string]$name) {
    if (-not (Test-Path -LiteralPath $key)) { return $null }
    $item = Get-Item -LiteralPath $key
    return $item.GetValue($name, $null)
}

# The architecture of Windows, as the media name it. Windows for ARM64 tells programs for x64 another one,
# theirs ("WOW64 Implementation Details"); the registry has its own.
function Get-Architecture {
    $native = Get-RegistryValue "$controlKey\Session Manager\Environment" 'PROCESSOR_ARCHITECTURE'
    if (($machine -eq 'ARM64') -or ($native -eq 'ARM64')) { return 'arm64' }
    if ($machine -eq 'AMD64') { return 'amd64' }
    return 'x86'
}

# The id that the packager has for this Windows, as setup.cmd finds it; '' where it has none.
function Get-WindowsId {
    $product = Get-RegistryValue "$controlKey\ProductOptions" 'ProductType'
    $server = ($product -eq 'ServerNT') -or ($product -eq 'LanmanNT')
    $version = [Environment]::OSVersion.Version
    $build = $version.Build
    if ($version.Major -ne 10) {
        $ids = @{ '6.1.7601' = @('w7', '2k8R2'); '6.2.9200' = @('w8', '2k12'); '6.3.9600' = @('w8.1', '2k12R2') }
        $release = "$($version.Major).$($version.Minor).$build"
        if (-not $ids.ContainsKey($release)) { return '' }
        if ($server) { return $ids[$release][1] }
        return $ids[$release][0]
    }
    if (-not $server) {
        if ($build -ge 22000) { return 'w11' }
        return 'w10'
    }
    if ($build -ge 26100) { return '2k25' }
    if ($build -ge 20348) { return '2k22' }
    if ($build -ge 17763) { return '2k19' }
    return '2k16'
}

# Whether Windows was started with Secure Boot. Where there is a BIOS, or Windows 7, there is no such key.
function Test-SecureBoot {
    $state = Get-RegistryValue "$controlKey\SecureBoot\State" 'UEFISecureBootEnabled'
    return (($null -ne $state) -and ($state -ne 0))
}

# The Windows that the media are for: an object with Id and Name. Manifests for Windows 7 name none.
function Get-MediaWindows($manifest) {
    $windows = New-Object PSObject -Property @{ Id = 'w7'; Name = 'Windows 7' }
    $id = Get-JsonProperty $manifest 'target.windows'
    if ($null -ne $id) {
        $windows.Id = $id
        $windows.Name = [string](Get-JsonProperty $manifest 'target.name')
    }
    return $windows
}

# The property of a driver in the manifest that has the verdict of that Windows: windows_11.
function Get-VerdictField($manifest) {
    $windows = Get-MediaWindows $manifest
    return $windows.Name.ToLowerInvariant().Replace(' ', '_').Replace('.', '_')
}

# Whether the folder of state.txt and the reports is the one that setup.cmd has made: marked in the
# registry, no link, and the administrators', to whom nobody else can give a folder. reg.exe is
# asked since a 32-bit PowerShell sees another HKLM\SOFTWARE. The object id in the mark is left to
# uninstall.cmd, which acts on what it reads: fsutil answers administrators only.
function Test-StateDirectory {
    if (-not [System.IO.Directory]::Exists($stateDirectory)) { return $false }
    $attributes = [System.IO.File]::GetAttributes($stateDirectory)
    if ($attributes -band [System.IO.FileAttributes]::ReparsePoint) { return $false }
    try {
        $security = [System.IO.Directory]::GetAccessControl($stateDirectory)
        $owner = $security.GetOwner([System.Security.Principal.SecurityIdentifier])
    } catch {
        return $false
    }
    if ($owner.Value -ne 'S-1-5-32-544') { return $false }
    # What reg.exe writes to its error stream would end the script under 'Stop'.
    $ErrorActionPreference = 'Continue'
    $reg = [System.IO.Path]::Combine($system32, 'reg.exe')
    $output = & $reg query 'HKLM\SOFTWARE\AeroGuestTools' 2>&1
    return ($LASTEXITCODE -eq 0)
}

# The variables that config\devices.cmd sets; each list is an array of strings.
function Read-DevicesCmd([string]$path) {
    $variables = @{}
    foreach ($line in [System.IO.File]::ReadAllLines($path)) {
        if ($line -match '^\s*set\s+"(\w+)=([^"]*)"\s*$') {
            $variables[$matches[1]] = $matches[2]
        } elseif ($line -match '^\s*set\s+(\w+_HWIDS|AERO_BOOT_CRITICAL_SERVICES)=(.*)$') {
            $name = $matches[1]
            $ids = @()
            foreach ($quoted in [regex]::Matches($matches[2], '"([^"]+)"')) {
                $ids += $quoted.Groups[1].Value
            }
            $variables[$name] = $ids
        }
    }
    return $variables
}

# manifest.json, or $null with a check that has failed.
function Read-Manifest {
    $path = [System.IO.Path]::Combine($mediaDirectory, 'manifest.json')
    if (-not [System.IO.File]::Exists($path)) {
        Add-Check 'media.manifest' 'FAIL' 'manifest.json is missing: this is not complete Aero Guest Tools media'
        return $null
    }
    try {
        $manifest = Read-Json $path
    } catch {
        Add-Check 'media.manifest' 'FAIL' 'manifest.json cannot be read' @($_.Exception.Message)
        return $null
    }
    if (-not ($manifest -is [System.Collections.IDictionary])) {
        Add-Check 'media.manifest' 'FAIL' 'manifest.json holds no JSON object: the file is empty or damaged'
        return $null
    }
    $version = Get-JsonProperty $manifest 'schema_version'
    if ($version -ne 4) {
        Add-Check 'media.manifest' 'FAIL' "manifest.json has schema_version '$version'; this verify.ps1 reads 4"
        return $null
    }
    $media = Get-JsonProperty $manifest 'package.version'
    $build = Get-JsonProperty $manifest 'package.build_id'
    Add-Check 'media.manifest' 'PASS' "manifest.json: media version $media, build $build"
    return $manifest
}

# The variables of config\devices.cmd; none, with a check that has failed, where it cannot be read.
function Read-Contract {
    $path = [System.IO.Path]::Combine($mediaDirectory, 'config\devices.cmd')
    $variables = @{}
    try {
        $variables = Read-DevicesCmd $path
    } catch {
        Add-Check 'media.devices-cmd' 'FAIL' 'config\devices.cmd cannot be read' @($_.Exception.Message)
        return $variables
    }
    $absent = @()
    foreach ($names in $contractDevices) {
        $prefix = $names[2]
        if (-not $variables["${prefix}_HWIDS"]) { $absent += "${prefix}_HWIDS" }
        if (-not $variables.ContainsKey("${prefix}_SERVICE")) { $absent += "${prefix}_SERVICE" }
    }
    if ($absent.Length -gt 0) {
        Add-Check 'media.devices-cmd' 'FAIL' 'config\devices.cmd is not complete: variables are missing' $absent
    } else {
        Add-Check 'media.devices-cmd' 'PASS' 'config\devices.cmd: complete'
    }
    return $variables
}

# ---------------------------------------------------------------------------------------------
# The checks

# The media are for this Windows. To INF files and signatures Windows 7 and Server 2008 R2 are one.
function Test-Target($manifest, $system) {
    $windows = Get-MediaWindows $manifest
    $id = Get-WindowsId
    if (($windows.Id -eq $id) -or (($windows.Id -eq 'w7') -and ($id -eq '2k8R2'))) {
        Add-Check 'media.target' 'PASS' "These media are for $($windows.Name)"
        return
    }
    $details = @("This is $($system.Edition), version $($system.Version).")
    if ($id) {
        $details += "To build media for it: aero-guest-tools build virtio-win.iso --windows $id --arch $architecture"
    }
    Add-Check 'media.target' 'WARN' "These media are for $($windows.Name), and this is another Windows" $details
}

# The files that the manifest lists are there, and are what it says.
function Test-MediaFiles($manifest) {
    $problems = @()
    $count = 0
    $files = Get-JsonProperty $manifest 'files'
    foreach ($file in @($files)) {
        $count++
        $path = Get-JsonProperty $file 'path'
        if (-not ($path -is [string])) {
            $problems += "entry $count of the manifest has no path"
            continue
        }
        $components = $path.Split('/')
        if (($components -contains '..') -or ($path -match '[\\:]') -or $path.StartsWith('/')) {
            $problems += "$path is not a path on this media"
            continue
        }
        $full = [System.IO.Path]::Combine($mediaDirectory, $path.Replace('/', '\'))
        if (-not [System.IO.File]::Exists($full)) {
            $problems += "$path is missing"
            continue
        }
        try {
            $actual = Get-Sha256 $full
        } catch {
            $problems += "$path cannot be read: $($_.Exception.Message)"
            continue
        }
        $expected = Get-JsonProperty $file 'sha256'
        if ($actual -ne $expected) {
            $problems += "$path has changed: SHA-256 $actual, manifest says $expected"
        }
    }
    if ((-not ($files -is [array])) -or ($files.Length -eq 0)) {
        Add-Check 'media.files' 'FAIL' 'Media files: manifest.json lists none'
    } elseif ($problems.Length -gt 0) {
        $problems += 'This copy of the media is damaged: make or download it again.'
        Add-Check 'media.files' 'FAIL' 'Media files: not as the manifest says' $problems
    } else {
        Add-Check 'media.files' 'PASS' "Media files: $count as the manifest says"
    }
}

# Files that are beside those of the manifest: shown, since nobody vouches for them.
function Test-ExtraFiles($manifest) {
    $listed = @{ 'manifest.json' = $true }
    $files = Get-JsonProperty $manifest 'files'
    foreach ($file in @($files)) {
        $path = Get-JsonProperty $file 'path'
        if ($path -is [string]) { $listed[$path.ToLowerInvariant()] = $true }
    }
    $extra = @()
    $prefix = $mediaDirectory.TrimEnd('\').Length + 1
    $all = [System.IO.SearchOption]::AllDirectories
    foreach ($full in [System.IO.Directory]::GetFiles($mediaDirectory, '*', $all)) {
        $path = $full.Substring($prefix).Replace('\', '/')
        if (-not $listed.ContainsKey($path.ToLowerInvariant())) { $extra += $path }
    }
    if ($extra.Length -gt 0) {
        Add-Check 'media.extra-files' 'WARN' 'Media files: not in the manifest' $extra
    } else {
        Add-Check 'media.extra-files' 'PASS' 'Media files: none but those of the manifest'
    }
}

# What the media was made from: shown, and not a reason to pass or fail.
function Show-PackagingInputs($manifest) {
    $names = @(
        'package.name', 'package.version', 'package.build_id', 'package.source_date_epoch',
        'signing_policy',
        'inputs.packaging_spec.path', 'inputs.packaging_spec.sha256',
        'inputs.windows_device_contract.path', 'inputs.windows_device_contract.sha256',
        'inputs.windows_device_contract.contract_name',
        'inputs.windows_device_contract.contract_version',
        'inputs.windows_device_contract.schema_version',
        'inputs.aero_packager_version'
    )
    $details = @()
    foreach ($name in $names) {
        $value = Get-JsonProperty $manifest $name
        if ($null -eq $value) { $value = '(not in the manifest)' }
        $details += "${name}: $value"
    }
    Add-Check 'media.inputs' 'INFO' 'Packaging inputs' $details
}

# Who signed the drivers for this Windows, and what the packager found out that its Windows says to it:
# shown, since certificates, boot configuration and devices are checked by themselves.
function Show-DriverSignatures($manifest) {
    $details = @()
    $windows = Get-MediaWindows $manifest
    $field = Get-VerdictField $manifest
    $drivers = Get-JsonProperty $manifest 'drivers'
    foreach ($driver in @($drivers)) {
        if ((Get-JsonProperty $driver 'architecture') -ne $architecture) { continue }
        $signatures = @()
        $catalogs = Get-JsonProperty $driver 'catalogs'
        foreach ($catalog in @($catalogs)) {
            $signer = Get-JsonProperty $catalog 'signer'
            if ($null -eq $signer) { continue }
            $signature = "$signer ($(Get-JsonProperty $catalog 'signature_algorithm'))"
            $time = Get-JsonProperty $catalog 'timestamp'
            if ($null -ne $time) {
                $epoch = New-Object System.DateTime -ArgumentList 1970, 1, 1
                $signature += " on $($epoch.AddSeconds([double]$time).ToString('s').Substring(0, 10))"
            }
            $signatures += $signature
        }
        if ($signatures.Length -eq 0) { $signatures += 'nobody' }
        $name = "$(Get-JsonProperty $driver 'name') $(Get-JsonProperty $driver 'version')"
        $details += "${name}: signed by $($signatures -join ' and ')"
        $on = Get-JsonProperty $driver "$field.secure_boot_on"
        if ($null -ne $on) {
            $off = Get-JsonProperty $driver "$field.secure_boot_off"
            $verdict = "$($windows.Name): $on"
            if ($on -ne $off) { $verdict = "$($windows.Name) with Secure Boot: $on, without it: $off" }
        } else {
            $without = Get-JsonProperty $driver "$field.without_updates"
            $with = Get-JsonProperty $driver "$field.with_updates"
            $updates = Get-JsonProperty $driver "$field.updates"
            $verdict = "$($windows.Name) without updates: $without"
            if ($with -ne $without) { $verdict += ", with $(@($updates) -join ' and '): $with" }
        }
        $end = Get-SignatureEnd $driver $field
        if ($null -ne $end) { $verdict += ", until $($end.ToString('s').Substring(0, 10))" }
        $details += "    $verdict"
    }
    if ($details.Length -gt 0) {
        Add-Check 'media.signatures' 'INFO' 'Signatures of the drivers' $details
    } else {
        Add-Check 'media.signatures' 'FAIL' "Signatures of the drivers: manifest.json lists no driver for $architecture"
    }
}

function Test-SigningPolicy($manifest) {
    $policy = Get-JsonProperty $manifest 'signing_policy'
    $options = Get-RegistryValue $controlKey 'SystemStartOptions'
    if ($null -eq $options) { throw 'The registry does not say how Windows was started (SystemStartOptions).' }
    $testSigning = $options -match 'TESTSIGNING'
    if ($options -match 'DISABLE_INTEGRITY_CHECKS|NOINTEGRITYCHECKS') {
        Add-Check 'boot.integrity-checks' 'WARN' 'Boot configuration: integrity checks are off' @(
            'setup.cmd does not do that. To undo it: bcdedit /deletevalue nointegritychecks'
        )
    } else {
        Add-Check 'boot.integrity-checks' 'PASS' 'Boot configuration: integrity checks are on'
    }
    if (@('test', 'production', 'none') -notcontains $policy) {
        Add-Check 'boot.test-signing' 'FAIL' "Signing policy: '$policy' is unknown" @(
            'Use media whose manifest.json is complete.'
        )
    } elseif ($policy -ne 'test') {
        if ($testSigning) {
            Add-Check 'boot.test-signing' 'WARN' "Signing policy $policy, but test signing mode is on" @(
                'This media does not need it. To undo it: bcdedit /set testsigning off'
            )
        } else {
            Add-Check 'boot.test-signing' 'PASS' "Signing policy $policy, test signing mode is off"
        }
    } elseif (Test-SecureBoot) {
        Add-Check 'boot.test-signing' 'FAIL' 'Signing policy test, but Secure Boot is on' @(
            'Windows loads no test-signed driver then, and test signing mode cannot be switched on.',
            'Switch Secure Boot off in the firmware of the virtual machine, or use media signed for production.'
        )
    } elseif ($testSigning) {
        Add-Check 'boot.test-signing' 'PASS' 'Signing policy test, test signing mode is on'
    } elseif ($architecture -ne 'x86') {
        Add-Check 'boot.test-signing' 'FAIL' 'Signing policy test, but test signing mode is off' @(
            'Run setup.cmd as administrator, and restart Windows.'
        )
    } else {
        Add-Check 'boot.test-signing' 'PASS' 'Signing policy test; 32-bit Windows does not need test signing mode'
    }
}

# Whether a certificate is in a store of this computer.
function Test-Certificate([string]$storeName, [string]$thumbprint) {
    $namespace = 'System.Security.Cryptography.X509Certificates'
    $store = New-Object "$namespace.X509Store" -ArgumentList $storeName, 'LocalMachine'
    $store.Open('ReadOnly')
    try {
        $found = $store.Certificates.Find('FindByThumbprint', $thumbprint, $false)
        return ($found.Count -gt 0)
    } finally {
        $store.Close()
    }
}

function Test-Certificates($manifest) {
    $files = @()
    $directory = [System.IO.Path]::Combine($mediaDirectory, 'certs')
    if ([System.IO.Directory]::Exists($directory)) {
        foreach ($file in [System.IO.Directory]::GetFiles($directory)) {
            $extension = [System.IO.Path]::GetExtension($file).ToLowerInvariant()
            if (@('.cer', '.crt', '.p7b') -contains $extension) { $files += $file }
        }
    }
    if ((Get-JsonProperty $manifest 'signing_policy') -ne 'test') {
        if ($files.Length -gt 0) {
            Add-Check 'certificates' 'WARN' 'Certificates: on media whose signing policy asks for none' $files
        } else {
            Add-Check 'certificates' 'PASS' 'Certificates: none needed, none on the media'
        }
        return
    }
    if ($files.Length -eq 0) {
        Add-Check 'certificates' 'FAIL' 'Certificates: signing policy test, but none is on the media'
        return
    }

    $problems = @()
    $trusted = @()
    foreach ($file in $files) {
        $name = [System.IO.Path]::GetFileName($file)
        $certificates = New-Object System.Security.Cryptography.X509Certificates.X509Certificate2Collection
        try {
            $certificates.Import($file)
        } catch {
            $problems += "$name cannot be read: $($_.Exception.Message)"
            continue
        }
        foreach ($certificate in $certificates) {
            foreach ($storeName in @('Root', 'TrustedPublisher')) {
                $line = "$name, $($certificate.Subject), $($certificate.Thumbprint), store $storeName"
                if (Test-Certificate $storeName $certificate.Thumbprint) {
                    $trusted += $line
                } else {
                    $problems += $line
                }
            }
        }
    }
    if ($problems.Length -gt 0) {
        $problems += 'Run setup.cmd as administrator.'
        Add-Check 'certificates' 'FAIL' 'Certificates: not imported' $problems
    } else {
        Add-Check 'certificates' 'PASS' 'Certificates: imported' $trusted
    }
}

# The path of a driver service's file, from an ImagePath in one of the forms that Windows takes.
function Get-DriverFile([string]$imagePath, [string]$service) {
    $path = $imagePath
    if (-not $path) { $path = "system32\drivers\$service.sys" }
    $path = $path -replace '^\\\?\?\\', ''
    $path = $path -replace '^\\SystemRoot\\', ''
    if ($path -match '^system32\\(.*)$') { return [System.IO.Path]::Combine($system32, $matches[1]) }
    return [System.IO.Path]::Combine($env:SystemRoot, $path)
}

# The drivers that devices are looked for: those of the contract, then all others on this media.
# Objects with Id, Title, Names (in the manifest), Service (of the contract), ContractIds, HardwareIds
# and Services (all of them), Packaged (on this media, $null where the manifest does not say) and Infs.
function Get-Drivers($manifest, $variables) {
    $hashes = @{}
    $files = Get-JsonProperty $manifest 'files'
    foreach ($file in @($files)) {
        $path = Get-JsonProperty $file 'path'
        if ($path -is [string]) { $hashes[$path.ToLowerInvariant()] = Get-JsonProperty $file 'sha256' }
    }
    $packaged = @()
    $listed = Get-JsonProperty $manifest 'drivers'
    foreach ($driver in @($listed)) {
        if ((Get-JsonProperty $driver 'architecture') -ne $architecture) { continue }
        $infs = @()
        $listedInfs = Get-JsonProperty $driver 'infs'
        foreach ($inf in @($listedInfs)) {
            $path = [string](Get-JsonProperty $inf 'path')
            $infs += New-Object PSObject -Property @{
                Path = $path
                Version = Get-JsonProperty $inf 'version'
                Sha256 = $hashes[$path.ToLowerInvariant()]
            }
        }
        $hardwareIds = Get-JsonProperty $driver 'hardware_ids'
        $services = Get-JsonProperty $driver 'services'
        $packaged += New-Object PSObject -Property @{
            Name = [string](Get-JsonProperty $driver 'name')
            HardwareIds = @($hardwareIds)
            Services = @($services)
            Infs = $infs
            Taken = $false
        }
    }

    $drivers = @()
    foreach ($names in $contractDevices) {
        $service = [string]$variables[$names[2] + '_SERVICE']
        $contractIds = @($variables[$names[2] + '_HWIDS'])
        $driver = New-Object PSObject -Property @{
            Id = $names[0]
            Title = $names[1] + ' driver'
            Names = @()
            Service = $service
            ContractIds = $contractIds
            HardwareIds = $contractIds
            Services = @()
            Packaged = $false
            Infs = @()
        }
        if ($service) {
            $driver.Title += " ($service)"
            $driver.Services += $service
        }
        foreach ($other in $packaged) {
            if ($service -and ($other.Services -contains $service)) {
                $other.Taken = $true
                $driver.Packaged = $true
                $driver.Names += $other.Name
                $driver.HardwareIds += $other.HardwareIds
                $driver.Services += $other.Services
                $driver.Infs += $other.Infs
            }
        }
        if ($null -eq $manifest) { $driver.Packaged = $null }
        $drivers += $driver
    }
    foreach ($other in $packaged) {
        if ($other.Taken) { continue }
        $drivers += New-Object PSObject -Property @{
            Id = 'driver.' + $other.Name
            Title = "Driver $($other.Name)"
            Names = @($other.Name)
            Service = ''
            ContractIds = @()
            HardwareIds = $other.HardwareIds
            Services = $other.Services
            Packaged = $true
            Infs = $other.Infs
        }
    }
    return , $drivers
}

# Whether a device has one of the ids. QEMU's devices have the ids of vendor and device alone, which
# the contract names, among the compatible ones ("Identifiers for PCI Devices").
function Test-DeviceIds($device, $ids) {
    foreach ($id in @($device.HardwareID) + @($device.CompatibleID)) {
        if ($id -and ($ids -contains $id)) { return $true }
    }
    return $false
}

# The driver of $drivers that a device is for, by its ids and else by the service that it is bound to;
# $null where the device is none of ours. Of two drivers for the same ids it is the one in use.
function Find-Driver($device, $drivers) {
    $found = $null
    foreach ($driver in $drivers) {
        if (-not (Test-DeviceIds $device $driver.HardwareIds)) { continue }
        if ($device.Service -and ($driver.Services -contains $device.Service)) { return $driver }
        if ($null -eq $found) { $found = $driver }
    }
    if ($null -ne $found) { return $found }
    foreach ($driver in $drivers) {
        if ($device.Service -and ($driver.Services -contains $device.Service)) { return $driver }
    }
    return $null
}

# How the version of the driver in use compares with that on this media, in words.
function Compare-Versions([string]$used, [string]$media) {
    try {
        $first = New-Object System.Version -ArgumentList $used
        $second = New-Object System.Version -ArgumentList $media
        $order = $first.CompareTo($second)
    } catch {
        return "another version than that on this media ($media)"
    }
    if ($order -lt 0) { return "older than that on this media ($media)" }
    if ($order -gt 0) { return "newer than that on this media ($media)" }
    return 'the same version as on this media, but another INF file'
}

# Which INF a device uses, and whether it is one on this media: "is my driver the one in use?". Windows
# publishes an INF byte for byte under another name in its folder INF, so that hashes tell.
# Returns Status, Text (a line of the report) and OnMedia ($null where it is not known).
function Get-DriverInUse($device, $driver, $signedDriver) {
    $answer = New-Object PSObject -Property @{ Status = 'WARN'; Text = ''; OnMedia = $null }
    $ours = $device.Service -and ($driver.Services -contains $device.Service)
    if (($null -eq $signedDriver) -or (-not $signedDriver.InfName)) {
        $answer.Text = 'Windows does not say which INF file the device uses'
        return $answer
    }
    $inUse = "$($signedDriver.InfName), $($signedDriver.DriverProviderName), version $($signedDriver.DriverVersion)"
    if ($null -eq $driver.Packaged) {
        $answer.Text = "${inUse}: without manifest.json nothing says whether it is on this media"
        return $answer
    }
    $answer.OnMedia = $false
    if (-not $driver.Packaged) {
        if ($ours) { $answer.Status = 'INFO' }
        $answer.Text = "${inUse}: this media has no driver for the device"
        return $answer
    }
    try {
        $hash = Get-Sha256 ([System.IO.Path]::Combine($env:SystemRoot, "INF\$($signedDriver.InfName)"))
    } catch {
        $answer.Status = 'FAIL'
        $answer.OnMedia = $null
        $answer.Text = "${inUse}: that file cannot be read: $($_.Exception.Message)"
        return $answer
    }
    $known = $false
    foreach ($inf in $driver.Infs) {
        if ($inf.Sha256) { $known = $true }
        if ($inf.Sha256 -eq $hash) {
            $answer.Status = 'PASS'
            $answer.OnMedia = $true
            $answer.Text = "${inUse}: $($inf.Path) of this media"
            return $answer
        }
    }
    if (-not $known) {
        $answer.OnMedia = $null
        $answer.Text = "${inUse}: manifest.json does not say which INF files this media has for the device"
        return $answer
    }
    if ($ours) {
        $versions = @()
        foreach ($inf in $driver.Infs) { $versions += $inf.Version }
        $order = Compare-Versions $signedDriver.DriverVersion "$($versions -join ', ')"
        $answer.Text = "${inUse}: $order. Run setup.cmd as administrator to install this media's."
        return $answer
    }
    if (Test-DeviceIds $device $driver.ContractIds) { $answer.Status = 'FAIL' }
    $answer.Text = "${inUse}: not the driver of this media. Choose that in Device Manager, 'Update Driver Software'."
    return $answer
}

# Looks at a device of ours: returns Status, Lines for the report, Works and OnMedia.
function Test-Device($device, $driver, $signedDriver) {
    $lines = @("$($device.Name), $($device.DeviceID), service '$($device.Service)'")
    $code = $device.ConfigManagerErrorCode
    if ($null -ne $code) { $code = [int]$code }
    $inUse = Get-DriverInUse $device $driver $signedDriver
    $status = $inUse.Status
    if ($code -eq 28) {
        $inUse.OnMedia = $null
    } else {
        $lines += "    driver: $($inUse.Text)"
    }
    if ($code -ne 0) {
        $status = 'FAIL'
        if ($driver.Packaged -eq $false) { $status = 'WARN' }
        if ($null -eq $code) {
            $lines += '    Windows does not say whether the device works.'
        } elseif ($problemCodes.ContainsKey($code)) {
            $lines += "    Device Manager code ${code}: $($problemCodes[$code][0])"
            $lines += "    $($problemCodes[$code][1])"
        } else {
            $lines += "    Device Manager code $code"
        }
    }
    $script:devices += New-Object PSObject -Property @{
        check = "devices.$($driver.Id)"
        device_id = $device.DeviceID
        name = $device.Name
        status = $status
        problem_code = $code
        service = $device.Service
        inf = $signedDriver.InfName
        provider = $signedDriver.DriverProviderName
        version = $signedDriver.DriverVersion
        on_this_media = $inUse.OnMedia
    }
    return New-Object PSObject -Property @{
        Status = $status; Lines = $lines; Works = ($code -eq 0); OnMedia = $inUse.OnMedia
    }
}

# A driver: its devices, if there are any, work with the driver of this media.
function Test-Driver($driver, $devices, $signedDrivers) {
    $id = "devices.$($driver.Id)"
    $lines = @()
    $statuses = @()
    $broken = $false
    $other = $false
    foreach ($device in $devices) {
        $state = Test-Device $device $driver $signedDrivers[$device.DeviceID]
        $lines += $state.Lines
        $statuses += $state.Status
        if (-not $state.Works) { $broken = $true }
        if ($state.OnMedia -eq $false) { $other = $true }
    }
    if ($statuses.Length -eq 0) {
        $title = "$($driver.Title): no device is attached"
        if ($driver.Packaged -eq $false) {
            $title = "$($driver.Title): not on this media, and no device is attached"
        }
        Add-Check $id 'INFO' $title
    } elseif (($statuses -contains 'FAIL') -and $broken) {
        Add-Check $id 'FAIL' "$($driver.Title): not working" $lines
    } elseif (($statuses -contains 'FAIL') -and $other) {
        Add-Check $id 'FAIL' "$($driver.Title): another driver is in use" $lines
    } elseif ($statuses -contains 'FAIL') {
        Add-Check $id 'FAIL' "$($driver.Title): the driver in use cannot be checked" $lines
    } elseif (($statuses -contains 'WARN') -and ($driver.Packaged -eq $false)) {
        Add-Check $id 'WARN' "$($driver.Title): a device is attached, but the driver is not on this media" $lines
    } elseif (($statuses -contains 'WARN') -and $other) {
        Add-Check $id 'WARN' "$($driver.Title): working, but not with the driver of this media" $lines
    } elseif ($statuses -contains 'WARN') {
        Add-Check $id 'WARN' "$($driver.Title): working, but nothing says whether with the driver of this media" $lines
    } elseif ($statuses -contains 'INFO') {
        Add-Check $id 'INFO' "$($driver.Title): working, with a driver that is not on this media" $lines
    } else {
        Add-Check $id 'PASS' "$($driver.Title): working" $lines
    }
}

# The storage drivers that Windows can be started from: objects with Service, Packaged, HardwareIds,
# ContractIds, Infs, and Disk, the kind of the disk. All of those on the media that the contract has marked
# as such, or else the one of virtio-blk.
function Get-StorageDrivers($drivers, $variables) {
    $kinds = @()
    foreach ($kind in @('BLK', 'SCSI')) {
        $service = [string]$variables["AERO_VIRTIO_${kind}_SERVICE"]
        if ((-not $service) -or ($variables['AERO_BOOT_CRITICAL_SERVICES'] -notcontains $service)) { continue }
        foreach ($driver in $drivers) {
            if (($driver.Packaged -eq $false) -or ($driver.Services -notcontains $service)) { continue }
            $kinds += New-Object PSObject -Property @{
                Service = $service
                Packaged = $driver.Packaged
                HardwareIds = $driver.HardwareIds
                ContractIds = @($variables["AERO_VIRTIO_${kind}_HWIDS"])
                Infs = $driver.Infs
                Disk = 'virtio-' + $kind.ToLowerInvariant()
            }
        }
    }
    if ($kinds.Length -gt 0) { return , $kinds }
    $first = $drivers[0]
    return , @(New-Object PSObject -Property @{
        Service = $first.Service
        Packaged = $first.Packaged
        HardwareIds = $first.HardwareIds
        ContractIds = $first.ContractIds
        Infs = $first.Infs
        Disk = 'virtio-blk'
    })
}

# What is in the way of a start from a disk at boot: service and file. What the driver needs besides is a
# matter of the version of Windows.
function Get-ServiceProblems($driver) {
    $service = $driver.Service
    $key = "$servicesKey\$service"
    $problems = @()
    $start = Get-RegistryValue $key 'Start'
    if ($start -ne 0) { $problems += "The service $service has Start '$start'; to start from the disk it has to be 0." }
    $file = Get-DriverFile ([string](Get-RegistryValue $key 'ImagePath')) $service
    if (-not [System.IO.File]::Exists($file)) { $problems += "The driver file $file is missing." }
    return , $problems
}

# Windows 7 finds the driver of its disk by the CriticalDeviceDatabase: an object with Problems, for the
# ids of the contract, and Missing, for others that the INF binds.
function Get-CriticalDeviceProblems($driver) {
    $problems = @()
    $missing = @()
    foreach ($hardwareId in @($driver.HardwareIds) + @($driver.ContractIds)) {
        if (-not $hardwareId) { continue }
        $owner = Get-RegistryValue "$criticalDevicesKey\$($hardwareId.Replace('\', '#'))" 'Service'
        if ($owner -eq $driver.Service) { continue }
        $line = "CriticalDeviceDatabase has the service '$owner' for $hardwareId."
        if ($driver.ContractIds -contains $hardwareId) {
            if ($problems -notcontains $line) { $problems += $line }
        } elseif ($hardwareId -notmatch '^PCI\\') {
            # setup.cmd prepares PCI devices only: the disks of virtual machines are such.
            continue
        } elseif ($missing -notcontains $line) {
            $missing += $line
        }
    }
    return New-Object PSObject -Property @{ Problems = $problems; Missing = $missing }
}

# From Windows 8 on it is the DriverDatabase, and no more the CriticalDeviceDatabase (virt-v2v of libguestfs): a
# hardware id there has a value with the name of the published INF. A service that Windows did not need at a
# start may have a StartOverride: that it is not loaded then is reported, and not documented.
function Get-DriverDatabaseProblems($driver) {
    $published = Get-PublishedInfs
    $listed = $false
    foreach ($inf in $driver.Infs) {
        if ((-not $inf.Sha256) -or (-not $published.ContainsKey($inf.Sha256))) { continue }
        foreach ($hardwareId in $driver.HardwareIds) {
            $value = Get-RegistryValue "$driverDatabaseKey\$hardwareId" $published[$inf.Sha256]
            if ($null -ne $value) { $listed = $true }
        }
    }
    $missing = @()
    if (-not $listed) { $missing += "DriverDatabase has no driver of this media for the $($driver.Disk) disk." }
    $override = Get-RegistryValue "$servicesKey\$($driver.Service)\StartOverride" '0'
    if ($override -eq 3) {
        $missing += "The service $($driver.Service) has a StartOverride of 3: Windows may not load it when it starts."
    }
    return New-Object PSObject -Property @{ Problems = @(); Missing = $missing }
}

# Whether Windows would start from the disks that the media have a driver for.
function Test-StorageBoot($drivers) {
    $id = 'boot.storage'
    $disks = @()
    foreach ($driver in $drivers) { $disks += $driver.Disk }
    $title = "Start from a $($disks -join ' or ') disk"
    $version = [Environment]::OSVersion.Version
    $hasDatabase = ($version.Major -gt 6) -or (($version.Major -eq 6) -and ($version.Minor -ge 2))
    $problems = @()
    $missing = @()
    foreach ($driver in $drivers) {
        $service = $driver.Service
        if (-not $service) {
            Add-Check $id 'WARN' "${title}: config\devices.cmd names no storage driver"
            return
        }
        if ($driver.Packaged -eq $false) {
            Add-Check $id 'WARN' "${title}: the storage driver is not on this media"
            return
        }
        if (-not (Test-Path -LiteralPath "$servicesKey\$service")) {
            Add-Check $id 'WARN' "${title}: not prepared" @(
                "The service $service is not there.",
                'Run setup.cmd as administrator, without /skipstorage.'
            )
            return
        }
        $ofService = Get-ServiceProblems $driver
        $problems += $ofService
        if ($hasDatabase) {
            $ofDevice = Get-DriverDatabaseProblems $driver
        } else {
            $ofDevice = Get-CriticalDeviceProblems $driver
        }
        $problems += $ofDevice.Problems
        $missing += $ofDevice.Missing
    }
    if ($problems.Length -gt 0) {
        Add-Check $id 'FAIL' "${title}: not prepared" ($problems + $missing + 'Run setup.cmd as administrator.')
    } elseif (($missing.Length -gt 0) -and $hasDatabase) {
        $missing += 'Before you switch the system disk, attach a second, empty disk of that kind, and start Windows with it.'
        Add-Check $id 'WARN' "${title}: prepared, but Windows may not find the driver" $missing
    } elseif ($missing.Length -gt 0) {
        Add-Check $id 'WARN' "${title}: not prepared for every device that the driver is for" (
            $missing + 'Run setup.cmd as administrator.'
        )
    } else {
        Add-Check $id 'PASS' "${title}: prepared"
    }
}

# The devices that are ours: those with an id of the contract or of an INF on this media, and those
# that are bound to a service of these.
function Test-Devices($drivers) {
    $signedDrivers = @{}
    foreach ($signedDriver in @(Get-WmiObject -Class Win32_PnPSignedDriver)) {
        if ($signedDriver.DeviceID) { $signedDrivers[$signedDriver.DeviceID] = $signedDriver }
    }
    $attached = @{}
    $count = 0
    foreach ($device in @(Get-WmiObject -Class Win32_PnPEntity)) {
        $count++
        $driver = Find-Driver $device $drivers
        if ($null -eq $driver) { continue }
        if (-not $attached.ContainsKey($driver.Id)) { $attached[$driver.Id] = @() }
        $attached[$driver.Id] += $device
    }
    if ($count -eq 0) { throw 'Windows lists no device at all.' }
    Add-Check 'devices' 'PASS' "Devices: Windows lists $count"
    foreach ($driver in $drivers) {
        $devices = @()
        if ($attached.ContainsKey($driver.Id)) { $devices = $attached[$driver.Id] }
        Test-Driver $driver $devices $signedDrivers
    }
}

# When Windows ceases to accept the signature of a driver, in UTC; $null if it does not.
function Get-SignatureEnd($driver, [string]$field) {
    $until = Get-JsonProperty $driver "$field.until"
    if ($null -eq $until) { return $null }
    $epoch = New-Object System.DateTime -ArgumentList 1970, 1, 1
    return $epoch.AddSeconds([double]$until)
}

# Whether a time has passed; $null never comes.
function Test-Past($time) {
    return (($null -ne $time) -and ($script:now.CompareTo($time) -gt 0))
}

# The names, in the manifest, of the drivers whose devices work: whatever is known of their signatures, Windows
# has accepted them.
function Get-WorkingDrivers($drivers) {
    $working = @()
    foreach ($device in $script:devices) {
        if ($device.status -ne 'PASS') { continue }
        foreach ($driver in $drivers) {
            if ("devices.$($driver.Id)" -eq $device.check) { $working += $driver.Names }
        }
    }
    return , $working
}

# Whether Windows 8 or newer, as it was started, accepts the signatures of the drivers: with Secure Boot or
# without it, and in test signing mode or not.
function Test-Signatures($manifest, $drivers) {
    $id = 'boot.signatures'
    $windows = Get-MediaWindows $manifest
    $field = Get-VerdictField $manifest
    $state = 'off'
    if (Test-SecureBoot) { $state = 'on' }
    $title = "Signatures of the drivers, where Secure Boot is $state"
    $options = Get-RegistryValue $controlKey 'SystemStartOptions'
    $working = Get-WorkingDrivers $drivers
    $judged = 0
    $problems = @()
    $listed = Get-JsonProperty $manifest 'drivers'
    foreach ($driver in @($listed)) {
        $name = [string](Get-JsonProperty $driver 'name')
        if ((Get-JsonProperty $driver 'architecture') -ne $architecture) { continue }
        $verdict = Get-JsonProperty $driver "$field.secure_boot_$state"
        if ($null -eq $verdict) { continue }
        $judged++
        $isWorking = $working -contains $name
        if ($isWorking) { continue }
        $end = Get-SignatureEnd $driver $field
        if (Test-Past $end) {
            $problems += "${name}: $($windows.Name) accepted its signature until $($end.ToString('s').Substring(0, 10))"
        } elseif ($verdict -eq 'refused') {
            $problems += "${name}: $($windows.Name) refuses its signature"
        } elseif (($verdict -eq 'test-signing') -and ($options -notmatch 'TESTSIGNING')) {
            $problems += "${name}: $($windows.Name) accepts its signature in test signing mode only"
        }
    }
    if ($problems.Length -gt 0) {
        $problems += 'Do not start Windows from a disk whose driver it refuses: use media that are signed for production.'
        Add-Check $id 'WARN' "${title}: not all are accepted" $problems
    } elseif ($judged -eq 0) {
        Add-Check $id 'INFO' "${title}: judged for Windows 8 and newer only"
    } else {
        Add-Check $id 'PASS' "${title}: none is refused"
    }
}

# Whether updates are installed without which 64-bit Windows 7 refuses a driver of this media. 32-bit
# Windows loads what somebody has agreed to install. A driver whose device works was accepted. A later
# update can contain one that is named here, so that this is no more than a warning.
function Test-Updates($manifest, $drivers) {
    $id = 'boot.updates'
    $title = 'Updates for the signatures of the drivers'
    $version = [Environment]::OSVersion.Version
    if (($architecture -ne 'amd64') -or ($version.Major -ne 6) -or ($version.Minor -ne 1)) {
        Add-Check $id 'INFO' "${title}: looked at on 64-bit Windows 7 only"
        return
    }
    $windows = Get-MediaWindows $manifest
    $field = Get-VerdictField $manifest
    $working = Get-WorkingDrivers $drivers
    $installed = @()
    foreach ($update in @(Get-WmiObject -Class Win32_QuickFixEngineering)) { $installed += $update.HotFixID }
    $problems = @()
    $listed = Get-JsonProperty $manifest 'drivers'
    foreach ($driver in @($listed)) {
        $name = [string](Get-JsonProperty $driver 'name')
        if ((Get-JsonProperty $driver 'architecture') -ne $architecture) { continue }
        if ($working -contains $name) { continue }
        $end = Get-SignatureEnd $driver $field
        if (Test-Past $end) {
            $problems += "${name}: Windows accepted its signature until $($end.ToString('s').Substring(0, 10))"
        } elseif ((Get-JsonProperty $driver "$field.with_updates") -eq 'refused') {
            $problems += "${name}: $($windows.Name) refuses its signature"
        } elseif ((Get-JsonProperty $driver "$field.without_updates") -eq 'refused') {
            $missing = @()
            $updates = Get-JsonProperty $driver "$field.updates"
            foreach ($update in @($updates)) {
                if ($installed -notcontains $update) { $missing += $update }
            }
            if ($missing.Length -gt 0) {
                $updates = $missing -join ' and '
                $problems += "${name}: Windows does not list $updates, without which it refuses the signature"
            }
        }
    }
    if ($problems.Length -gt 0) {
        $problems += 'Do not start Windows from a disk whose driver it may refuse: install the updates first.'
        Add-Check $id 'WARN' "${title}: not all are there" $problems
    } else {
        Add-Check $id 'PASS' "${title}: there, or not needed"
    }
}

# The INF files that Windows has published: their names by their SHA-256.
function Get-PublishedInfs {
    $names = @{}
    $directory = [System.IO.Path]::Combine($env:SystemRoot, 'INF')
    foreach ($path in [System.IO.Directory]::GetFiles($directory, 'oem*.inf')) {
        $names[(Get-Sha256 $path)] = [System.IO.Path]::GetFileName($path)
    }
    return $names
}

# What a file with a hash is called on this media; else it is called by its hash.
function Get-MediaName($manifest, [string]$hash) {
    $files = Get-JsonProperty $manifest 'files'
    foreach ($file in @($files)) {
        if ((Get-JsonProperty $file 'sha256') -eq $hash) { return Get-JsonProperty $file 'path' }
    }
    return "the INF file with the SHA-256 $hash"
}

# The driver packages that setup.cmd has added are still in the driver store. state.txt has a line
# "package SHA-256 ..." for the INF of each; older ones have "driver oem3.inf".
function Test-DriverPackages($manifest) {
    $id = 'setup.packages'
    $state = [System.IO.Path]::Combine($stateDirectory, 'state.txt')
    if ([System.IO.Directory]::Exists($stateDirectory) -and (-not (Test-StateDirectory))) {
        Add-Check $id 'WARN' "Driver packages: $stateDirectory is not a folder that setup.cmd has made" @(
            'Rename that folder (or link), and run setup.cmd as administrator.'
        )
        return
    }
    if (-not [System.IO.File]::Exists($state)) {
        Add-Check $id 'WARN' 'Driver packages: setup.cmd has not run, or everything was uninstalled'
        return
    }
    $there = @()
    $problems = @()
    $published = $null
    foreach ($line in [System.IO.File]::ReadAllLines($state)) {
        if ($line -match '^package ([0-9a-f]{64})(?: |$)') {
            $hash = $matches[1]
            if ($null -eq $published) { $published = Get-PublishedInfs }
            if ($published.ContainsKey($hash)) {
                $there += $published[$hash]
            } else {
                $problems += "$(Get-MediaName $manifest $hash) is gone"
            }
        } elseif ($line -match '^driver (oem[0-9]+\.inf)$') {
            $name = $matches[1]
            $inf = [System.IO.Path]::Combine($env:SystemRoot, "INF\$name")
            if ([System.IO.File]::Exists($inf)) { $there += $name } else { $problems += "$name is gone" }
        }
    }
    if ($problems.Length -gt 0) {
        $problems += 'Run setup.cmd as administrator.'
        Add-Check $id 'FAIL' 'Driver packages: gone from the driver store' $problems
    } elseif ($there.Length -gt 0) {
        Add-Check $id 'PASS' 'Driver packages: in the driver store' $there
    } else {
        Add-Check $id 'INFO' 'Driver packages: all were there before setup.cmd'
    }
}

# ---------------------------------------------------------------------------------------------
# The report

# The worst status of the checks; INFO does not count.
function Get-Result {
    $result = 'PASS'
    foreach ($check in $script:checks) {
        if ($check.Status -eq 'FAIL') { return 'FAIL' }
        if ($check.Status -eq 'WARN') { $result = 'WARN' }
    }
    return $result
}

# How many checks have a status.
function Get-StatusCount([string]$status) {
    $count = 0
    foreach ($check in $script:checks) {
        if ($check.Status -eq $status) { $count++ }
    }
    return $count
}

# The Windows that this is: objects with Edition, Version, ServicePack and Elevated.
function Get-System {
    $system = New-Object PSObject -Property @{
        Edition = $null
        Version = [string][Environment]::OSVersion.Version
        ServicePack = [string][Environment]::OSVersion.ServicePack
        Elevated = $null
    }
    $identity = [System.Security.Principal.WindowsIdentity]::GetCurrent()
    $principal = New-Object System.Security.Principal.WindowsPrincipal -ArgumentList $identity
    $system.Elevated = $principal.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)
    try {
        foreach ($windows in @(Get-WmiObject -Class Win32_OperatingSystem)) {
            $system.Edition = ([string]$windows.Caption).Trim()
        }
    } catch {
        $system.Edition = $null
    }
    return $system
}

# What needs somebody comes first, then everything in the order in which it was checked.
function Format-Text([string]$result, $system, $manifest) {
    $edition = $system.Edition
    if (-not $edition) { $edition = 'Windows' }
    $rights = 'not as administrator'
    if ($system.Elevated) { $rights = 'as administrator' }
    $lines = @('Aero Guest Tools: verification report', '')
    $counts = @()
    foreach ($status in @('FAIL', 'WARN', 'PASS')) { $counts += "$(Get-StatusCount $status) $status" }
    $lines += "Summary: $result, $($counts -join ', ')"
    foreach ($status in @('FAIL', 'WARN')) {
        foreach ($check in $script:checks) {
            if ($check.Status -eq $status) { $lines += "[$status] $($check.Id): $($check.Title)" }
        }
    }
    $lines += ''
    $lines += "Time:    $($script:time)"
    $lines += "Windows: $edition $($system.ServicePack), $($system.Version) ($architecture), run $rights"
    $version = Get-JsonProperty $manifest 'package.version'
    $build = Get-JsonProperty $manifest 'package.build_id'
    $lines += "Media:   $mediaDirectory, version $version, build $build"
    $lines += ''
    foreach ($check in $script:checks) {
        $lines += "[$($check.Status)] $($check.Id): $($check.Title)"
        foreach ($detail in @($check.Details)) { $lines += "       $detail" }
    }
    $lines += ''
    $lines += "Result: $result"
    return ($lines -join "`r`n") + "`r`n"
}

# A JSON string; whatever is not printable ASCII is written as \uXXXX.
function Format-JsonString([string]$text) {
    $json = New-Object System.Text.StringBuilder
    [void]$json.Append('"')
    foreach ($character in $text.ToCharArray()) {
        $code = [int]$character
        if (($code -lt 32) -or ($code -gt 126)) {
            [void]$json.Append('\u' + $code.ToString('x4'))
        } elseif (($code -eq 34) -or ($code -eq 92)) {
            [void]$json.Append('\' + $character)
        } else {
            [void]$json.Append($character)
        }
    }
    [void]$json.Append('"')
    return $json.ToString()
}

# A JSON value: null, true, false, an integer, or else a string.
function Format-JsonValue($value) {
    if ($null -eq $value) { return 'null' }
    if ($value -is [bool]) {
        if ($value) { return 'true' }
        return 'false'
    }
    if ($value -is [int]) { return [string]$value }
    return Format-JsonString ([string]$value)
}

# The report for programs, as specs/schemas/verification-report.schema.json describes it.
function Format-Json([string]$result, $system, $manifest) {
    $entries = @()
    $problems = @()
    foreach ($check in $script:checks) {
        $details = @()
        foreach ($detail in @($check.Details)) { $details += Format-JsonString $detail }
        $entries += '    { "id": ' + (Format-JsonString $check.Id) +
            ', "status": ' + (Format-JsonString $check.Status) +
            ', "title": ' + (Format-JsonString $check.Title) +
            ', "details": [' + ($details -join ', ') + '] }'
    }
    foreach ($status in @('FAIL', 'WARN')) {
        foreach ($check in $script:checks) {
            if ($check.Status -eq $status) { $problems += Format-JsonString $check.Id }
        }
    }
    $devices = @()
    foreach ($device in $script:devices) {
        $properties = @()
        foreach ($name in @(
            'check', 'device_id', 'name', 'status', 'problem_code', 'service', 'inf', 'provider',
            'version', 'on_this_media'
        )) {
            $properties += (Format-JsonString $name) + ': ' + (Format-JsonValue $device.$name)
        }
        $devices += '    { ' + ($properties -join ', ') + ' }'
    }
    $lines = @('{')
    $lines += '  "schema_version": 2,'
    $lines += '  "result": ' + (Format-JsonString $result) + ','
    $lines += '  "summary": {'
    $lines += '    "not_pass": [' + ($problems -join ', ') + '],'
    $lines += "    `"fail`": $(Get-StatusCount 'FAIL'),"
    $lines += "    `"warn`": $(Get-StatusCount 'WARN'),"
    $lines += "    `"pass`": $(Get-StatusCount 'PASS')"
    $lines += '  },'
    $lines += '  "time": ' + (Format-JsonString $script:time) + ','
    $lines += '  "windows_version": ' + (Format-JsonString $system.Version) + ','
    $lines += '  "windows_edition": ' + (Format-JsonValue $system.Edition) + ','
    $lines += '  "service_pack": ' + (Format-JsonString $system.ServicePack) + ','
    $lines += '  "architecture": ' + (Format-JsonString $architecture) + ','
    $lines += '  "elevated": ' + (Format-JsonValue $system.Elevated) + ','
    $lines += '  "media": ' + (Format-JsonString $mediaDirectory) + ','
    $lines += '  "media_version": ' + (Format-JsonValue (Get-JsonProperty $manifest 'package.version')) + ','
    $lines += '  "media_build_id": ' + (Format-JsonValue (Get-JsonProperty $manifest 'package.build_id')) + ','
    $lines += '  "checks": ['
    $lines += $entries -join ",`r`n"
    $lines += '  ],'
    $lines += '  "devices": ['
    if ($devices.Length -gt 0) { $lines += $devices -join ",`r`n" }
    $lines += '  ]'
    $lines += '}'
    return ($lines -join "`r`n") + "`r`n"
}

# Writes both reports and returns the folder; $null where it cannot be written to.
function Write-Reports([string]$directory, [string]$text, [string]$json) {
    try {
        [void][System.IO.Directory]::CreateDirectory($directory)
        $report = [System.IO.Path]::Combine($directory, 'report.txt')
        [System.IO.File]::WriteAllText($report, $text, [System.Text.Encoding]::UTF8)
        $ascii = [System.Text.Encoding]::ASCII
        [System.IO.File]::WriteAllText([System.IO.Path]::Combine($directory, 'report.json'), $json, $ascii)
        return $directory
    } catch {
        return $null
    }
}

# ---------------------------------------------------------------------------------------------

if (@($args).Length -gt 0) {
    Write-Host "Unknown argument: $($args[0])"
    Write-Host 'verify.cmd /? shows the use.'
    exit 2
}

try {
    $architecture = Get-Architecture
    $system = Get-System
    $manifest = Read-Manifest
    if ($null -ne $manifest) {
        Invoke-Check 'media.target' 'The Windows that these media are for' { Test-Target $manifest $system }
        Invoke-Check 'media.files' 'Media files' { Test-MediaFiles $manifest }
        Invoke-Check 'media.extra-files' 'Media files that are not in the manifest' { Test-ExtraFiles $manifest }
        Invoke-Check 'media.inputs' 'Packaging inputs' { Show-PackagingInputs $manifest }
        Invoke-Check 'media.signatures' 'Signatures of the drivers' { Show-DriverSignatures $manifest }
        Invoke-Check 'boot.test-signing' 'Signing policy' { Test-SigningPolicy $manifest }
        Invoke-Check 'certificates' 'Certificates' { Test-Certificates $manifest }
    }
    $variables = Read-Contract
    $drivers = Get-Drivers $manifest $variables
    $storageDrivers = Get-StorageDrivers $drivers $variables
    Invoke-Check 'boot.storage' 'Start from a virtio disk' { Test-StorageBoot $storageDrivers }
    Invoke-Check 'devices' 'Devices' { Test-Devices $drivers }
    if ($null -ne $manifest) {
        Invoke-Check 'boot.signatures' 'Signatures of the drivers' { Test-Signatures $manifest $drivers }
        Invoke-Check 'boot.updates' 'Updates for the signatures of the drivers' { Test-Updates $manifest $drivers }
    }
    Invoke-Check 'setup.packages' 'Driver packages' { Test-DriverPackages $manifest }

    $result = Get-Result
    $text = Format-Text $result $system $manifest
    $json = Format-Json $result $system $manifest
    Write-Host $text

    # A relative folder is meant from where the caller is, which .NET's current directory is not.
    # Into a folder that somebody else may have made nothing is written: a link there would lead
    # the reports to another file.
    $wanted = $stateDirectory
    $written = $null
    if ($ReportDirectory) {
        $wanted = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($ReportDirectory)
    }
    if ((-not $ReportDirectory) -and (-not (Test-StateDirectory))) {
        Write-Host "$wanted is not there, or is not a folder that setup.cmd has made."
    } else {
        $written = Write-Reports $wanted $text $json
        if (-not $written) {
            Write-Host "$wanted cannot be written to (verify.cmd may need to run as administrator)."
        }
    }
    if (-not $written) {
        $written = Write-Reports ([System.IO.Path]::GetTempPath()) $text $json
    }
    if (-not $written) { throw 'The report could not be written.' }
    Write-Host "Reports: report.txt and report.json in $written"
} catch {
    Write-Host "Verification could not run: $($_.Exception.Message)"
    exit 2
}

if ($result -eq 'FAIL') { exit 1 }
if ($result -eq 'WARN') { exit 3 }
exit 0
